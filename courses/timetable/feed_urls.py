"""Calendar feeds by secret token."""

from django.urls import URLPattern

app_name = "feeds"
urlpatterns: list[URLPattern] = []
