"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "timetable"
urlpatterns: list[URLPattern] = []
