"""Addresses of this slice."""

from django.urls import path

from assessments.certificates.views import certificates, classes

app_name = "certificates"
urlpatterns = [
    path("", certificates.certificate_list, name="list"),
    path("export/", certificates.certificate_export, name="export"),
    path("own/", certificates.own_certificates, name="own"),
    path("classes/", classes.class_list, name="classes"),
    path("classes/<uuid:public_id>/", classes.class_detail, name="class"),
    path("batches/<uuid:public_id>/", classes.batch_detail, name="batch"),
    path("batches/<uuid:public_id>/document/", classes.batch_document, name="batch_document"),
    path("batches/<uuid:public_id>/make/", classes.make_batch_document, name="make_batch_document"),
    path("<uuid:public_id>/", certificates.certificate_detail, name="detail"),
    path("<uuid:public_id>/revoke/", certificates.certificate_revoke, name="revoke"),
    path("<uuid:public_id>/document/", certificates.certificate_pdf, name="document"),
]
