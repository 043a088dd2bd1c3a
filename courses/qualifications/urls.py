"""Addresses of this slice."""

from django.urls import path

from courses.qualifications import views

app_name = "qualifications"
urlpatterns = [
    path("", views.staff_list, name="list"),
    path("mine/", views.my_certificates, name="mine"),
    path("mine/submit/", views.submit, name="submit"),
    path("validity/", views.validity, name="validity"),
    path("inbox/", views.inbox, name="inbox"),
    path("catalogue/", views.catalogue, name="catalogue"),
    path("rules/", views.certificate_rules, name="rules"),
    path("rules/add/", views.certificate_rule_add, name="rule-add"),
    path("rules/withdraw/", views.certificate_rule_withdraw, name="rule-withdraw"),
    path("import/", views.certificate_import, name="import"),
    path("import/template/", views.certificate_import_template, name="import-template"),
    path("certificates/", views.certificates, name="certificates"),
    path("certificates/export/", views.certificates_export, name="certificates-export"),
    path("readings/", views.reading_list, name="readings"),
    path(
        "readings/<slug:type_code>/<slug:level_code>/", views.reading_record, name="reading-record"
    ),
    path("teaching-rules/", views.teaching_rules, name="teaching-rules"),
    path("teaching-rules/add/", views.teaching_rule_add, name="teaching-rule-add"),
    path("teaching-rules/withdraw/", views.teaching_rule_withdraw, name="teaching-rule-withdraw"),
    path("forecast/", views.forecast_page, name="forecast"),
    path("audit/", views.audit, name="audit"),
    path("audit/province/", views.audit_province, name="audit_province"),
    path("audit/province.xlsx", views.audit_province_file, name="audit_province_file"),
    path("audit/<uuid:public_id>/", views.audit_institution, name="audit_institution"),
    path("audit/<uuid:public_id>/<slug:form>/", views.audit_file, name="audit_file"),
    path("mine/dossier/", views.my_dossier, name="my_dossier"),
    path("dossiers/<uuid:public_id>/", views.dossier_file, name="dossier_file"),
    path("certificates/<uuid:public_id>/", views.certificate_detail, name="certificate"),
    path("certificates/<uuid:public_id>/evidence/", views.evidence, name="evidence"),
    path("certificates/<uuid:public_id>/verify/", views.verify, name="verify"),
    path("certificates/<uuid:public_id>/return/", views.return_, name="return"),
    path("certificates/<uuid:public_id>/revoke/", views.revoke, name="revoke"),
    path("<uuid:public_id>/", views.staff_detail, name="staff"),
    path("<uuid:public_id>/dossier/", views.dossier, name="dossier"),
    path("<uuid:public_id>/dossier/make/", views.dossier_make, name="dossier_make"),
    path("<uuid:public_id>/submit/", views.submit_for, name="submit-for"),
    path("<uuid:public_id>/waivers/new/", views.waiver_grant, name="waiver"),
]
