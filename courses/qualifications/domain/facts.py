"""Everything that decides who may teach, read once and answered in memory for any date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.domain.recognition import (
    Readings,
    RecognitionAnswer,
    best_of,
    most_specific,
)
from courses.qualifications.enums import Severity
from courses.qualifications.models import (
    CertificateRule,
    LevelRecognition,
    QualificationWaiver,
    StaffCertificate,
    TeachingRule,
)

STRICTNESS = {Severity.MUST: 2, Severity.IN_PRINCIPLE: 1, Severity.ENCOURAGED: 0}
ONE_DAY = datetime.timedelta(days=1)


@dataclass
class Person:
    """One person with all periods, verified certificates and waivers, past and future."""

    staff: StaffMember
    periods: list[StaffPeriod] = field(default_factory=list)
    certificates: list[StaffCertificate] = field(default_factory=list)
    waivers: list[QualificationWaiver] = field(default_factory=list)

    def kinds_on(self, on: datetime.date) -> set[str]:
        """The kinds of employment that hold on the date; empty: not employed."""
        return {period.kind for period in self.periods if _holds_on(period, on)}

    def waiver_on(self, on: datetime.date) -> QualificationWaiver | None:
        """The waiver that holds on the date and longest after it."""
        holding = [waiver for waiver in self.waivers if _holds_on(waiver, on)]
        return max(holding, key=lambda waiver: (waiver.valid_to, waiver.pk), default=None)


class TeachingFacts:
    """The facts of some people; `of` reads them in one query."""

    def __init__(
        self,
        people: dict[int, Person],
        rules: list[TeachingRule],
        readings: Readings,
        certificate_rules: list[CertificateRule],
    ) -> None:
        self._people = people
        self._rules = rules
        self._readings = readings
        self._certificate_rules = certificate_rules

    @property
    def people(self) -> list[Person]:
        """In the order of their ids."""
        return list(self._people.values())

    @classmethod
    def of(cls, staff: Iterable[Any]) -> "TeachingFacts":
        """Of a queryset of staff, a list of staff, or their ids."""
        ids = _ids(staff)
        there = StaffMember.objects.filter(pk__in=ids)
        placed = Q(institution=None) | Q(institution__in=there.order_by().values("institution"))
        verified = StaffCertificate.objects.verified().filter(staff__in=ids)

        together = AskedTogether()
        members = together.rows(there.select_related("institution").order_by("pk"))
        periods = together.rows(StaffPeriod.objects.filter(staff__in=ids))
        certificates = together.rows(verified.select_related("level").order_by("pk"))
        waivers = together.rows(QualificationWaiver.objects.filter(staff__in=ids))
        rules = together.rows(TeachingRule.objects.filter(placed))
        readings = together.rows(LevelRecognition.objects.filter(placed))
        reminders = together.rows(CertificateRule.objects.filter(placed))

        people = {member.pk: Person(member) for member in members()}
        for period in periods():
            people[period.staff_id].periods.append(period)
        for certificate in certificates():
            people[certificate.staff_id].certificates.append(certificate)
        for waiver in waivers():
            people[waiver.staff_id].waivers.append(waiver)
        provinces = {"", *(person.staff.institution.province for person in people.values())}
        return cls(
            people,
            [rule for rule in rules() if rule.institution_id or rule.province in provinces],
            Readings(row for row in readings() if row.institution_id or row.province in provinces),
            reminders(),
        )

    def person(self, staff_id: int) -> Person:
        """One of the people these facts were read for."""
        return self._people[staff_id]

    def soon_days(self, person: Person, *, on: datetime.date) -> int:
        """How many days ahead "soon" is: the first reminder of the rule in force where the person
        works; 0 where no rule says so."""
        place = person.staff.institution
        rule = most_specific(self._certificate_rules, institution=place, on=on)
        return rule.first_reminder if rule else 0

    def strictest_rule(self, person: Person, *, on: datetime.date) -> TeachingRule | None:
        """Of the most specific rules for the person's kinds of employment, the strictest."""
        kinds = person.kinds_on(on)
        by_subject: dict[tuple[str, str], list[TeachingRule]] = defaultdict(list)
        for rule in self._rules:
            if rule.staff_kind in kinds:
                by_subject[(rule.staff_kind, rule.code)].append(rule)
        place = person.staff.institution
        nearest = [most_specific(rules, institution=place, on=on) for rules in by_subject.values()]
        return max(
            (rule for rule in nearest if rule is not None),
            key=lambda rule: (
                STRICTNESS[Severity(rule.severity)],
                rule.asks_intermediate,
                rule.pk,
            ),
            default=None,
        )

    def best_certificate(
        self, person: Person, *, rule: TeachingRule | None, on: datetime.date
    ) -> tuple[StaffCertificate, RecognitionAnswer] | None:
        """Of what the rule asks for (without one: 中级以上), the best certificate that is valid on
        the date, with the reading that decides; None where none may count."""
        place = person.staff.institution
        return best_of(
            (one, self._readings.asked(rule, one.level_id, institution=place, on=on))
            for one in person.certificates
            if one.issued_on <= on <= (one.expires_on or on)
        )

    def read_by(
        self,
        person: Person,
        certificate: StaffCertificate,
        *,
        rule: TeachingRule,
        on: datetime.date,
    ) -> RecognitionAnswer:
        """How the level is read on the date by what the rule asks of its kind of staff."""
        place = person.staff.institution
        return self._readings.asked(rule, certificate.level_id, institution=place, on=on)

    @cached_property
    def _days_of_all(self) -> frozenset[datetime.date]:
        """Days on which rules and readings turn, whoever is asked for."""
        days = self._readings.days_of_change()
        for rule in self._rules:
            days |= {rule.valid_from} | ({rule.valid_to} if rule.valid_to else set())
        return frozenset(days)

    def days_of_change(
        self, person: Person, after: datetime.date, until: datetime.date
    ) -> list[datetime.date]:
        """Days in (after, until] on which the answer for the person may change, ascending."""
        days = set(self._days_of_all)
        dated: list[Any] = [*person.periods, *person.waivers]
        for row in dated:
            days |= {row.valid_from} | ({row.valid_to} if row.valid_to else set())
        for certificate in person.certificates:
            days.add(certificate.issued_on)
            if certificate.expires_on and certificate.expires_on < datetime.date.max:
                days.add(certificate.expires_on + ONE_DAY)
        return sorted(day for day in days if after < day <= until)


def _ids(staff: Iterable[Any]) -> Any:
    """Ids, or a subquery, for `pk__in`."""
    if isinstance(staff, QuerySet):
        return staff.order_by().values("pk")
    return [member.pk if isinstance(member, StaffMember) else member for member in staff]


def _holds_on(row: Any, on: datetime.date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or row.valid_to > on)
