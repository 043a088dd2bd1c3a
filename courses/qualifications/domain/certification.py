"""The audit of certifications: what is asked of each person, what is held, what is missing."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from courses.institutions.domain.particulars import recall
from courses.institutions.models import Institution, StaffMember
from courses.qualifications.domain.authorisation import (
    Authorisation,
    lapse_of,
    undecided_in_words,
)
from courses.qualifications.domain.deadlines import Deadline, deadlines_of
from courses.qualifications.domain.facts import ONE_DAY, Person, TeachingFacts
from courses.qualifications.domain.facts_known_at import facts_known_at
from courses.qualifications.domain.lights import Standing, standings_in
from courses.qualifications.domain.reading_in_words import reading_in_words
from courses.qualifications.enums import Fulfilment, Light, Recognition
from courses.qualifications.models import StaffCertificate, TeachingRule

# How far ahead the end of what is held is looked for.
AHEAD = datetime.timedelta(days=3 * 366)


@dataclass(frozen=True)
class CertificationRow:
    """`held`: verified certificates that are valid on the date, also those of which the rules ask
    nothing; `readings`: by what they are read, a sentence for each level, none where nothing is
    asked. `gap`: what is missing, "" where nothing is. `deadline`: until when what is missing
    must be there, a day in the past where it should have been already."""

    standing: Standing
    held: tuple[StaffCertificate, ...]
    gap: str
    deadline: datetime.date | None
    deadline_reason: str
    others: tuple[Deadline, ...]
    readings: tuple[str, ...] = ()

    @property
    def staff(self) -> StaffMember:
        return self.standing.staff

    @property
    def authorisation(self) -> Authorisation:
        return self.standing.authorisation

    @property
    def light(self) -> Light:
        return self.standing.light


def certification_of(
    staff: Any, *, on: datetime.date, known_at: datetime.datetime | None = None
) -> list[CertificationRow]:
    """A row for everybody of the queryset who is employed on the date, in the order of their ids,
    with the name and the department of that day.

    `known_at`: as the records stood at that moment. A fixed number of queries.
    """
    facts = (
        TeachingFacts.of(staff) if known_at is None else facts_known_at(staff, known_at=known_at)
    )
    people = {person.staff.pk: person for person in facts.people}
    employed = [row for row in standings_in(facts, on=on) if row.light != Light.NOT_EMPLOYED]
    others = deadlines_of([row.staff for row in employed], on=on)
    recall([row.staff for row in employed], on=on, known_at=known_at)
    return [
        _row(row, people[row.staff.pk], facts, tuple(others.get(row.staff.pk, ())), on)
        for row in employed
    ]


def _row(
    standing: Standing,
    person: Person,
    facts: TeachingFacts,
    others: tuple[Deadline, ...],
    on: datetime.date,
) -> CertificationRow:
    held = tuple(
        one
        for one in person.certificates
        if one.issued_on <= on and (one.expires_on is None or one.expires_on >= on)
    )
    answer = standing.authorisation
    if answer.rule is None:
        return CertificationRow(standing, held, "", None, "", others)
    readings = _read_by(answer.rule, held, person, facts, on)
    if answer.fulfilment == Fulfilment.HELD:
        ends = standing.lapses_on or lapse_of(person, facts, start=on, end=on + AHEAD)
        return CertificationRow(standing, held, "", ends, _why(person, ends), others, readings)
    gap = _missing(answer.rule)
    if answer.is_undecided and answer.certificate is not None:
        gap = undecided_in_words(answer.certificate, answer.rule)
    if answer.waiver is not None:
        reason = _("the waiver ends")
        ends = answer.waiver.valid_to
        return CertificationRow(standing, held, gap, ends, reason, others, readings)
    since = _asked_since(person, answer.rule, facts, on)
    asked = _("asked since then")
    return CertificationRow(standing, held, gap, since, asked, others, readings)


def _read_by(
    rule: TeachingRule,
    held: tuple[StaffCertificate, ...],
    person: Person,
    facts: TeachingFacts,
    on: datetime.date,
) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            reading_in_words(one.level, facts.read_by(person, one, rule=rule, on=on), rule=rule)
            for one in held
        )
    )


def _missing(rule: TeachingRule) -> str:
    if rule.asks_intermediate:
        return _("no verified intermediate certificate that is valid")
    return _("no verified related certificate that is valid")


def _why(person: Person, day: datetime.date | None) -> str:
    """What ends on that day: the employment, or what was held."""
    if day is None:
        return ""
    if not person.kinds_on(day):
        return _("the employment ends")
    return _("what is held lapses")


def _asked_since(
    person: Person, rule: TeachingRule, facts: TeachingFacts, on: datetime.date
) -> datetime.date:
    """Since when the gap is there: the day of the rule or of the employment, or later, when the
    last certificate that counted for this rule ended or stopped to count."""
    began = [
        period.valid_from
        for period in person.periods
        if period.kind == rule.staff_kind
        and period.valid_from <= on
        and (period.valid_to is None or period.valid_to > on)
    ]
    asked = max([rule.valid_from, *began])
    for turn in reversed(facts.days_of_change(person, asked, on)):
        best = facts.best_certificate(person, rule=rule, on=turn - ONE_DAY)
        if best is not None and best[1].recognition == Recognition.COUNTS:
            return turn
    return asked


@dataclass(frozen=True)
class InstitutionTotals:
    """People of one institution by light; `employed` are all of them."""

    institution: Institution
    lights: Counter[Light]

    @property
    def employed(self) -> int:
        return sum(self.lights.values())

    @property
    def qualified(self) -> int:
        """Certainly: those who lapse soon are qualified today."""
        return self.lights[Light.QUALIFIED] + self.lights[Light.LAPSES_SOON]

    @property
    def lapses_soon(self) -> int:
        return self.lights[Light.LAPSES_SOON]

    @property
    def undecided(self) -> int:
        return self.lights[Light.UNDECIDED]

    @property
    def waived(self) -> int:
        return self.lights[Light.WAIVED]

    @property
    def lacking(self) -> int:
        return self.lights[Light.NOT_QUALIFIED]


def totals_of(
    institutions: Sequence[Institution], staff: Any, *, on: datetime.date
) -> list[InstitutionTotals]:
    """In the order of the institutions, also those without staff; one query for all of them."""
    lights: dict[int, Counter[Light]] = {one.pk: Counter() for one in institutions}
    for standing in standings_in(TeachingFacts.of(staff), on=on):
        if standing.light != Light.NOT_EMPLOYED and standing.staff.institution_id in lights:
            lights[standing.staff.institution_id][standing.light] += 1
    return [InstitutionTotals(one, lights[one.pk]) for one in institutions]
