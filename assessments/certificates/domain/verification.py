"""What the public may learn about a certificate."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from assessments.certificates.enums import Standing
from assessments.certificates.models import Certificate
from courses.institutions.masking import mask_name


@dataclass(frozen=True)
class Verified:
    """`ended_on`: the day on which it was revoked or replaced. Reason, serial number and what
    replaces it stay inside. `hours` is None where there are none, as in an appointment."""

    kind: str
    standing: Standing
    name: str
    course: str
    hours: int | None
    institution: str
    issued_on: datetime.date
    begins_on: datetime.date | None
    ends_on: datetime.date | None
    valid_until: datetime.date | None
    ended_on: datetime.date | None


def look_up(code: str) -> Verified | None:
    """The certificate with this normalised code; one query whether there is one or not."""
    found = Certificate.objects.filter(code=code).select_related("institution", "replaced_by")
    certificate = found.first()
    if certificate is None:
        return None
    course = certificate.course_name
    if get_language() != "zh-hans" and certificate.course_name_en:
        course = certificate.course_name_en
    ended = certificate.revoked_at
    return Verified(
        kind=certificate.kind,
        standing=certificate.standing_on(timezone.localdate()),
        name=mask_name(certificate.holder_name),
        course=course,
        hours=certificate.hours,
        institution=certificate.institution.name,
        issued_on=certificate.issued_on,
        begins_on=certificate.begins_on,
        ends_on=certificate.ends_on,
        valid_until=certificate.valid_until,
        ended_on=timezone.localdate(ended) if ended else None,
    )
