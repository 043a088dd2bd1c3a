"""Certificate numbers: advice only, since formats changed over the years and scans are misread."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Upper

from courses.institutions.models import StaffMember
from courses.qualifications.enums import CertificateState
from courses.qualifications.models import CredentialLevel, StaffCertificate


@dataclass(frozen=True)
class NumberAdvice:
    """What is odd about a number; nothing of it prevents filing.

    `expected` says the usual format in words when the number doesn't have it. `others` are
    certificates of the same type and number that other people of the institution hold.
    `elsewhere`: somebody of another institution holds one; who and where isn't told.
    """

    expected: str = ""
    others: tuple[StaffCertificate, ...] = ()
    elsewhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.expected or self.others or self.elsewhere)


def number_advice(staff: StaffMember, *, level: CredentialLevel, number: str) -> NumberAdvice:
    """Compare a number with the usual format of its type and with those filed already."""
    number = number.strip()
    if not number:
        return NumberAdvice()
    credential_type = level.credential_type
    pattern = credential_type.number_pattern
    odd = bool(pattern) and re.fullmatch(pattern, number) is None
    found = list(
        _standing()
        .filter(level__credential_type=credential_type, number__iexact=number)
        .exclude(staff=staff)
        .select_related("staff")
    )
    here = tuple(one for one in found if one.institution_id == staff.institution_id)
    return NumberAdvice(
        credential_type.number_hint if odd else "", here, elsewhere=len(here) < len(found)
    )


def with_doubles(certificates: Iterable[StaffCertificate]) -> set[int]:
    """Ids of those whose type and number somebody else holds too, here or elsewhere. One query;
    the certificates have their level loaded."""
    listed = [one for one in certificates if one.number]
    if not listed:
        return set()
    holders: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = (
        _standing()
        .annotate(upper_number=Upper("number"))
        .filter(upper_number__in={one.number.upper() for one in listed})
        .values_list("level__credential_type", "upper_number", "staff")
    )
    for type_id, number, staff_id in rows:
        holders[type_id, number].add(staff_id)
    return {
        one.pk
        for one in listed
        if holders[one.level.credential_type_id, one.number.upper()] - {one.staff_id}
    }


def _standing() -> Any:
    """What was returned or revoked proves nothing against anybody."""
    return StaffCertificate.objects.filter(
        state__in=(CertificateState.SUBMITTED, CertificateState.VERIFIED)
    )
