"""Addresses of this slice."""

from django.urls import URLPattern

app_name = "certificates"
urlpatterns: list[URLPattern] = []
