"""Addresses of this slice."""

from django.urls import path

from cms.publishing import views

app_name = "publishing"
urlpatterns = [
    path("", views.outline_list, name="list"),
    path("release/<int:page_id>/", views.release, name="release"),
    path("release/<int:page_id>/now/", views.release_now, name="release_now"),
    path("<uuid:public_id>/", views.outline, name="outline"),
]
