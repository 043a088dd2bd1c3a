"""Public verification of certificates."""

from django.urls import path

from assessments.certificates import verify_views

app_name = "verify"
urlpatterns = [
    path("", verify_views.form, name="form"),
    path("<str:code>/", verify_views.certificate, name="certificate"),
]
