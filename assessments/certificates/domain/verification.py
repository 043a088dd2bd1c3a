"""What the public may learn about a certificate."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate
from courses.institutions.masking import mask_name


@dataclass(frozen=True)
class Verified:
    """`revoked_on` is None while the certificate is valid. Reason and serial number stay inside."""

    name: str
    course: str
    hours: int
    institution: str
    issued_on: datetime.date
    revoked_on: datetime.date | None


def look_up(code: str) -> Verified | None:
    """The certificate with this normalised code; one query whether there is one or not."""
    certificate = Certificate.objects.filter(code=code).select_related("institution").first()
    if certificate is None:
        return None
    course = certificate.course_name
    if get_language() != "zh-hans" and certificate.course_name_en:
        course = certificate.course_name_en
    revoked_on = None
    if certificate.state == CertificateState.REVOKED:
        revoked_on = timezone.localdate(certificate.revoked_at)
    return Verified(
        name=mask_name(certificate.holder_name),
        course=course,
        hours=certificate.hours,
        institution=certificate.institution.name,
        issued_on=certificate.issued_on,
        revoked_on=revoked_on,
    )
