"""A new certificate instead of one that stands: the old one stays, and is no longer valid."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.certificates.domain.codes import new_code
from assessments.certificates.domain.errors import CertificatesRefused, RevocationRefused
from assessments.certificates.domain.numbering import take_serials
from assessments.certificates.domain.printing import require_printable
from assessments.certificates.domain.revoking import revoke
from assessments.certificates.domain.templates import version_for
from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate
from courses.teaching.enums import Outcome

audit_log = logging.getLogger("qihang.audit")


@transaction.atomic
def reissue(
    certificate: Certificate, *, reason: str, issued_on: datetime.date, by: Any
) -> Certificate:
    """A certificate with the holder's present name and number and the present template, with its
    own serial number and code; what it certifies stays. The old one says that it is replaced.

    Raises CertificatesRefused: without a reason, when the old one doesn't stand any more, when its
    course is no longer passed, or when the name can't be printed.
    """
    locked = (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("institution", "enrolment__student", "staff", "completion")
        .get(pk=certificate.pk)
    )
    if locked.state != CertificateState.VALID:
        raise CertificatesRefused(_("This certificate is revoked or replaced already."))
    if locked.enrolment is not None and locked.enrolment.outcome != Outcome.PASSED:
        raise CertificatesRefused(
            _("The course is no longer passed; the certificate can only be revoked.")
        )
    name, number = _holder_now(locked)
    require_printable(name, number)
    try:
        revoke(locked, reason=reason, by=by)
    except RevocationRefused as refusal:
        raise CertificatesRefused(str(refusal)) from refusal
    (serial,) = take_serials(locked.institution, year=issued_on.year, count=1)
    new = Certificate.objects.create(
        institution=locked.institution,
        kind=locked.kind,
        serial=serial,
        code=new_code(),
        enrolment=locked.enrolment,
        staff=locked.staff,
        completion=locked.completion,
        holder_name=name,
        holder_number=number,
        course_name=locked.course_name,
        course_name_en=locked.course_name_en,
        # Of a training as credited now: a correction is a reason to issue again.
        hours=int(locked.completion.hours) if locked.completion else locked.hours,
        term_code=locked.term_code,
        begins_on=locked.begins_on,
        ends_on=locked.ends_on,
        valid_until=locked.valid_until,
        version=version_for(locked.institution, kind=locked.kind, day=issued_on),
        replaces=locked,
        issued_on=issued_on,
        issued_by=by,
    )
    audit_log.info("certificate %s issued instead of %s", new.public_id, locked.public_id)
    return new


def _holder_now(certificate: Certificate) -> tuple[str, str]:
    if certificate.enrolment is not None:
        student = certificate.enrolment.student
        return student.name, student.student_number
    assert certificate.staff is not None  # the database has one of them
    return certificate.staff.name, certificate.staff.staff_number
