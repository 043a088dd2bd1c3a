"""Addresses of this slice."""

from django.urls import path

from cms.importing import views

app_name = "content_imports"
urlpatterns = [
    path("", views.new, name="new"),
    path("<uuid:public_id>/", views.detail, name="detail"),
    path("<uuid:public_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:public_id>/source/", views.source, name="source"),
]
