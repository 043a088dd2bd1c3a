"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "grading"
urlpatterns: list[URLPattern] = []
