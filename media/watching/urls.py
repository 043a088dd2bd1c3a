"""Addresses that a player asks."""

from django.urls import path

from media.watching import views

app_name = "watching"
urlpatterns = [
    path("<uuid:public_id>/", views.state, name="state"),
    path("<uuid:public_id>/report/", views.report, name="report"),
]
