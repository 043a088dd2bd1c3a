"""Certificate numbers: advice only, since formats changed over the years and scans are misread."""

import re
from dataclasses import dataclass

from courses.institutions.models import StaffMember
from courses.qualifications.models import CredentialLevel, StaffCertificate


@dataclass(frozen=True)
class NumberAdvice:
    """What is odd about a number; nothing of it prevents filing.

    `expected` says the usual format in words when the number doesn't have it. `others` are
    certificates of the same type and number that other people of the institution hold.
    """

    expected: str = ""
    others: tuple[StaffCertificate, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.expected or self.others)


def number_advice(staff: StaffMember, *, level: CredentialLevel, number: str) -> NumberAdvice:
    """Compare a number with the usual format of its type and with those filed already."""
    number = number.strip()
    if not number:
        return NumberAdvice()
    credential_type = level.credential_type
    pattern = credential_type.number_pattern
    odd = bool(pattern) and re.fullmatch(pattern, number) is None
    others = (
        StaffCertificate.objects.filter(
            institution_id=staff.institution_id,
            level__credential_type=credential_type,
            number__iexact=number,
        )
        .exclude(staff=staff)
        .select_related("staff")
    )
    return NumberAdvice(credential_type.number_hint if odd else "", tuple(others))
