"""Who holds an intermediate certificate: what the audit counts."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from courses.institutions.models import Institution
from courses.qualifications.domain.recognition import Readings, RecognitionAnswer, best_of
from courses.qualifications.enums import Recognition
from courses.qualifications.models import StaffCertificate


@dataclass(frozen=True)
class Holding:
    """The best certificate of a person on a date and how its level is read."""

    certificate: StaffCertificate
    answer: RecognitionAnswer

    @property
    def recognition(self) -> Recognition:
        return self.answer.recognition


def intermediate_holdings(
    institution: Institution, *, on: datetime.date, kinds: Mapping[int, str] | None = None
) -> dict[int, Holding]:
    """{staff id: holding} of everyone with a certificate that counts, or may count, on the date.

    `kinds`: as what each is employed, which may decide how a level is read; those without one are
    read as staff of any kind. Verified certificates that are valid on the date, the best of each.
    Levels that don't count are left out. Two queries, however many people.
    """
    certificates = (
        StaffCertificate.objects.valid_on(on)
        .filter(institution=institution)
        .select_related("level__credential_type")
        .order_by("pk")
    )
    readings = Readings.reaching([institution])
    held: dict[int, list[tuple[StaffCertificate, RecognitionAnswer]]] = defaultdict(list)
    for certificate in certificates:
        kind = (kinds or {}).get(certificate.staff_id, "")
        answer = readings.answer(certificate.level_id, institution=institution, on=on, kind=kind)
        held[certificate.staff_id].append((certificate, answer))
    return {
        staff_id: Holding(*best)
        for staff_id, pairs in held.items()
        if (best := best_of(pairs)) is not None
    }


def intermediate_holders(institution: Institution, *, on: datetime.date) -> dict[int, Recognition]:
    """{staff id: counts | undecided} on the date; whoever is missing holds nothing that may."""
    holdings = intermediate_holdings(institution, on=on)
    return {staff_id: holding.recognition for staff_id, holding in holdings.items()}
