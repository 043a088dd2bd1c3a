"""Addresses of this slice. A page is named by its translation key, a random id of its own."""

from django.urls import path

from cms.reading import views

app_name = "reading"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("notes/", views.notes, name="notes"),
    path("notes/export/", views.notes_export, name="notes_export"),
    path("notes/<uuid:public_id>/", views.note_edit, name="note_edit"),
    path("notes/<uuid:public_id>/delete/", views.note_delete, name="note_delete"),
    path("pages/<uuid:key>/progress/", views.progress, name="progress"),
    path("pages/<uuid:key>/bookmark/", views.bookmark, name="bookmark"),
    path("pages/<uuid:key>/notes/", views.note_add, name="note_add"),
    path("pages/<uuid:key>/answers/<uuid:block_id>/", views.answer, name="answer"),
    path("classes/<uuid:public_id>/", views.class_progress, name="class"),
    path("classes/<uuid:public_id>/export/", views.class_export, name="class_export"),
    path("classes/<uuid:public_id>/answers/", views.class_answers, name="answers"),
]
