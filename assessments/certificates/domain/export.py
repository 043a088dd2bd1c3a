"""The list of certificates as a workbook."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.certificates.models import Certificate
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook


def certificates_workbook(certificates: QuerySet[Any]) -> bytes:
    """An xlsx of these certificates, without their verification codes: those belong on paper."""
    rows = certificates.select_related("enrolment__teaching_class", "replaced_by").iterator(
        chunk_size=2000
    )
    columns = (
        SheetColumn(_("Serial number")),
        SheetColumn(_("Student or staff number")),
        SheetColumn(pgettext("of a person", "Name")),
        SheetColumn(_("Kind")),
        SheetColumn(_("Teaching class")),
        SheetColumn(_("Course, training or position")),
        SheetColumn(_("Hours"), kind="number"),
        SheetColumn(_("Term")),
        SheetColumn(_("First day"), kind="date"),
        SheetColumn(_("Last day"), kind="date"),
        SheetColumn(_("Issued on"), kind="date"),
        SheetColumn(_("State")),
        SheetColumn(_("Revoked on"), kind="date"),
        SheetColumn(_("Reason")),
    )
    sheet = SheetToWrite(_("Certificates"), columns, (_row(row) for row in rows))
    return write_workbook([sheet])


def _row(certificate: Certificate) -> tuple[Any, ...]:
    revoked = certificate.revoked_at
    return (
        certificate.serial,
        certificate.holder_number,
        certificate.holder_name,
        str(certificate.get_kind_display()),
        certificate.enrolment.teaching_class.code if certificate.enrolment else "",
        certificate.course_name,
        certificate.hours,
        certificate.term_code,
        certificate.begins_on,
        certificate.ends_on,
        certificate.issued_on,
        str(certificate.standing_today.label),
        timezone.localdate(revoked) if revoked else None,
        certificate.revocation_reason,
    )
