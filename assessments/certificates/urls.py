"""Addresses of this slice."""

from django.urls import path

from assessments.certificates.views import (
    appointments,
    certificates,
    classes,
    own,
    runs,
    templates,
    trainings,
)

app_name = "certificates"
urlpatterns = [
    path("", certificates.certificate_list, name="list"),
    path("export/", certificates.certificate_export, name="export"),
    path("own/", own.own_certificates, name="own"),
    path("appoint/", appointments.appoint, name="appoint"),
    path("classes/", classes.class_list, name="classes"),
    path("classes/<uuid:public_id>/", classes.class_detail, name="class"),
    path("batches/<uuid:public_id>/", classes.batch_detail, name="batch"),
    path("batches/<uuid:public_id>/document/", classes.batch_document, name="batch_document"),
    path("batches/<uuid:public_id>/make/", classes.make_batch_document, name="make_batch_document"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/<uuid:public_id>/", runs.run_detail, name="run"),
    path("runs/<uuid:public_id>/continue/", runs.run_continue, name="run_continue"),
    path("runs/<uuid:public_id>/archive/", runs.run_archive, name="run_archive"),
    path(
        "templates/<uuid:public_id>/preview/", templates.template_preview, name="template_preview"
    ),
    path("trainings/", trainings.training_list, name="trainings"),
    path("trainings/<uuid:public_id>/", trainings.training_session, name="training"),
    path(
        "trainings/<uuid:public_id>/document/",
        trainings.training_document,
        name="training_document",
    ),
    path("<uuid:public_id>/", certificates.certificate_detail, name="detail"),
    path("<uuid:public_id>/revoke/", certificates.certificate_revoke, name="revoke"),
    path("<uuid:public_id>/reissue/", certificates.certificate_reissue, name="reissue"),
    path("<uuid:public_id>/document/", own.certificate_pdf, name="document"),
    path("<uuid:public_id>/badge/", own.certificate_badge, name="badge"),
]
