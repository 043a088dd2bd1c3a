"""Public verification of certificates, by people and by programs."""

from django.urls import path

from assessments.certificates.views import machines, public

app_name = "verify"
urlpatterns = [
    path("", public.form, name="form"),
    path("<str:code>/", public.certificate, name="certificate"),
    path("keys/<str:key_id>/", machines.key, name="key"),
    path("issuers/<uuid:public_id>/", machines.issuer, name="issuer"),
    path("issuers/<uuid:public_id>/revocations/", machines.revocations, name="revocations"),
]
