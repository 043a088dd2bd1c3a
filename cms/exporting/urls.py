"""Addresses of downloads."""

from django.urls import path

from cms.exporting import views

app_name = "exports"
urlpatterns = [
    path("pages/<int:page_id>/<slug:export_format>/", views.page, name="page"),
    path("outlines/<uuid:public_id>/<slug:export_format>/", views.outline, name="outline"),
    path(
        "classes/<uuid:public_id>/calendar/<slug:export_format>/", views.calendar, name="calendar"
    ),
]
