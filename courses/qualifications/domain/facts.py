"""Everything that decides who may teach, read once and answered in memory for any date."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from courses.institutions.models import StaffMember, StaffPeriod
from courses.qualifications.domain.recognition import Readings, most_specific
from courses.qualifications.enums import Recognition, Severity
from courses.qualifications.models import QualificationWaiver, StaffCertificate, TeachingRule

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
    """The facts of some people; `of` reads them in six queries."""

    def __init__(
        self, people: dict[int, Person], rules: list[TeachingRule], readings: Readings
    ) -> None:
        self._people = people
        self._rules = rules
        self._readings = readings

    @property
    def people(self) -> list[Person]:
        """In the order of their ids."""
        return list(self._people.values())

    @classmethod
    def of(cls, staff: Iterable[Any]) -> "TeachingFacts":
        """Of a queryset of staff, a list of staff, or their ids."""
        members = StaffMember.objects.filter(pk__in=_ids(staff)).select_related("institution")
        people = {member.pk: Person(member) for member in members.order_by("pk")}
        ids = list(people)
        for period in StaffPeriod.objects.filter(staff__in=ids):
            people[period.staff_id].periods.append(period)
        certificates = StaffCertificate.objects.verified().filter(staff__in=ids)
        for certificate in certificates.select_related("level").order_by("pk"):
            people[certificate.staff_id].certificates.append(certificate)
        for waiver in QualificationWaiver.objects.filter(staff__in=ids):
            people[waiver.staff_id].waivers.append(waiver)
        places = {
            person.staff.institution_id: person.staff.institution for person in people.values()
        }
        provinces = {"", *(place.province for place in places.values())}
        rules = TeachingRule.objects.filter(
            Q(institution__in=places) | Q(institution=None, province__in=provinces)
        )
        return cls(people, list(rules), Readings.reaching(list(places.values())))

    def person(self, staff_id: int) -> Person:
        """One of the people these facts were read for."""
        return self._people[staff_id]

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
            key=lambda rule: (STRICTNESS[Severity(rule.severity)], rule.pk),
            default=None,
        )

    def best_certificate(
        self, person: Person, *, on: datetime.date
    ) -> tuple[StaffCertificate, Recognition] | None:
        """The certificate that counts and is valid longest; else an undecided one; else None."""
        found = []
        for certificate in person.certificates:
            if certificate.issued_on > on or (certificate.expires_on or on) < on:
                continue
            answer = self._readings.answer(
                certificate.level_id, institution=person.staff.institution, on=on
            )
            if answer.recognition != Recognition.DOES_NOT_COUNT:
                found.append((certificate, answer.recognition))
        return max(
            found,
            key=lambda pair: (
                pair[1] == Recognition.COUNTS,
                pair[0].expires_on or datetime.date.max,
                pair[0].pk,
            ),
            default=None,
        )

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
