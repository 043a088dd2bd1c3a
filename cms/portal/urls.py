"""Addresses of the portal."""

from django.urls import path

from cms.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("more/", views.more, name="more"),
]
