"""Screens of staff, certificates, waivers and readings."""

from courses.qualifications.views.certificates import (
    certificate_detail,
    inbox,
    my_certificates,
    return_,
    revoke,
    submit,
    submit_for,
    verify,
)
from courses.qualifications.views.evidence import evidence
from courses.qualifications.views.readings import reading_list, reading_record
from courses.qualifications.views.staff import staff_detail, staff_list
from courses.qualifications.views.waivers import waiver_grant

__all__ = [
    "certificate_detail",
    "evidence",
    "inbox",
    "my_certificates",
    "reading_list",
    "reading_record",
    "return_",
    "revoke",
    "staff_detail",
    "staff_list",
    "submit",
    "submit_for",
    "verify",
    "waiver_grant",
]
