"""Addresses of this slice."""

from django.urls import path

from courses.curriculum import views

app_name = "curriculum"
urlpatterns = [
    path("", views.courses, name="courses"),
    path("add/", views.add, name="add"),
    path("<uuid:public_id>/", views.edit, name="edit"),
]
