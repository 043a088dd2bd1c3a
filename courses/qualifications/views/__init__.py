"""Screens of staff, certificates, waivers, readings and rules."""

from courses.qualifications.views.catalogue import catalogue
from courses.qualifications.views.certificates import (
    certificate_detail,
    return_,
    revoke,
    verify,
)
from courses.qualifications.views.certification import (
    audit,
    audit_file,
    audit_institution,
    audit_province,
    audit_province_file,
)
from courses.qualifications.views.dossier import dossier, dossier_file, dossier_make, my_dossier
from courses.qualifications.views.evidence import evidence
from courses.qualifications.views.forecast import forecast_page
from courses.qualifications.views.importing import (
    certificate_import,
    certificate_import_template,
)
from courses.qualifications.views.readings import reading_list, reading_record
from courses.qualifications.views.register import certificates, certificates_export, inbox
from courses.qualifications.views.rules import (
    certificate_rule_add,
    certificate_rule_withdraw,
    certificate_rules,
)
from courses.qualifications.views.staff import staff_detail, staff_list
from courses.qualifications.views.submissions import (
    my_certificates,
    submit,
    submit_for,
    validity,
)
from courses.qualifications.views.teaching_rules import (
    teaching_rule_add,
    teaching_rule_withdraw,
    teaching_rules,
)
from courses.qualifications.views.waivers import waiver_grant

__all__ = [
    "audit",
    "audit_file",
    "audit_institution",
    "audit_province",
    "audit_province_file",
    "catalogue",
    "certificate_detail",
    "certificate_import",
    "certificate_import_template",
    "certificate_rule_add",
    "certificate_rule_withdraw",
    "certificate_rules",
    "certificates",
    "certificates_export",
    "dossier",
    "dossier_file",
    "dossier_make",
    "evidence",
    "forecast_page",
    "inbox",
    "my_certificates",
    "my_dossier",
    "reading_list",
    "reading_record",
    "return_",
    "revoke",
    "staff_detail",
    "staff_list",
    "submit",
    "submit_for",
    "teaching_rule_add",
    "teaching_rule_withdraw",
    "teaching_rules",
    "validity",
    "verify",
    "waiver_grant",
]
