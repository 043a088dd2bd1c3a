"""Who holds an intermediate certificate: what the audit counts."""

import datetime
from dataclasses import dataclass

from courses.institutions.models import Institution
from courses.qualifications.domain.recognition import Readings, RecognitionAnswer
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


def intermediate_holdings(institution: Institution, *, on: datetime.date) -> dict[int, Holding]:
    """{staff id: holding} of everyone with a certificate that counts, or may count, on the date.

    Verified certificates that are valid on the date; a counting one is preferred to an undecided
    one. Levels that don't count are left out. Two queries, however many people.
    """
    certificates = (
        StaffCertificate.objects.valid_on(on)
        .filter(institution=institution)
        .select_related("level__credential_type")
        .order_by("pk")
    )
    readings = Readings.reaching([institution])
    best: dict[int, Holding] = {}
    for certificate in certificates:
        answer = readings.answer(certificate.level_id, institution=institution, on=on)
        if answer.recognition == Recognition.DOES_NOT_COUNT:
            continue
        known = best.get(certificate.staff_id)
        if known is None or (known.recognition, answer.recognition) == (
            Recognition.UNDECIDED,
            Recognition.COUNTS,
        ):
            best[certificate.staff_id] = Holding(certificate, answer)
    return best


def intermediate_holders(institution: Institution, *, on: datetime.date) -> dict[int, Recognition]:
    """{staff id: counts | undecided} on the date; whoever is missing holds nothing that may."""
    holdings = intermediate_holdings(institution, on=on)
    return {staff_id: holding.recognition for staff_id, holding in holdings.items()}
