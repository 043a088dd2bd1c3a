"""Addresses of imports."""

from django.urls import path

from media.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.import_list, name="list"),
    path("<uuid:public_id>/", views.import_detail, name="detail"),
    path("<uuid:public_id>/apply/", views.import_apply, name="apply"),
    path("<uuid:public_id>/check/", views.import_check, name="check"),
    path("<uuid:public_id>/receipt.xlsx", views.import_receipt, name="receipt"),
    path("<uuid:public_id>/source/", views.import_source, name="source"),
]
