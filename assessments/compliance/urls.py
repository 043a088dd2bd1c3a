"""Addresses of this slice."""

from django.urls import path

from assessments.compliance.views import audits, downloads, findings, institutions

app_name = "compliance"
urlpatterns = [
    path("", audits.index, name="index"),
    path("institutions/", institutions.institutions, name="institutions"),
    path("institutions/<uuid:public_id>/", audits.institution, name="institution"),
    path("institutions/<uuid:public_id>/run/", audits.start, name="start"),
    path("runs/<uuid:public_id>/", audits.run, name="run"),
    path("runs/<uuid:public_id>/report.<slug:report_format>", downloads.download, name="download"),
    path("findings/<uuid:public_id>/", findings.finding, name="finding"),
]
