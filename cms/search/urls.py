"""Addresses of search, below /search/."""

from django.urls import path

from cms.search import views

app_name = "search"

urlpatterns = [path("", views.results, name="results")]
