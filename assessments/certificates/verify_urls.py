"""Public verification of certificates."""

from django.urls import path

from assessments.certificates.views import public

app_name = "verify"
urlpatterns = [
    path("", public.form, name="form"),
    path("<str:code>/", public.certificate, name="certificate"),
]
