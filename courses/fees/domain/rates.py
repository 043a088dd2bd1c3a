"""What an hour of a person is paid on a date."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from courses.fees.models import FeeRule
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Institution, StaffMember, StaffPeriod
from courses.qualifications.domain.recognition import most_specific
from courses.qualifications.enums import CredentialScheme
from courses.qualifications.models import CredentialLevel, StaffCertificate


@dataclass(frozen=True)
class Rate:
    """Yuan for one class hour, the title that decided it ("" where none did), and the source."""

    amount: Decimal
    title: str
    citation: str


@dataclass
class Employment:
    """What decides a person's rate: kinds of employment and titles, with their days."""

    periods: list[StaffPeriod] = field(default_factory=list)
    titles: list[StaffCertificate] = field(default_factory=list)

    def kinds_on(self, on: datetime.date) -> set[str]:
        return {
            period.kind
            for period in self.periods
            if period.valid_from <= on and (period.valid_to is None or period.valid_to > on)
        }

    def title_on(self, on: datetime.date) -> CredentialLevel | None:
        """The highest verified title that is held on the date."""
        held = [
            one.level
            for one in self.titles
            if one.issued_on <= on and (one.expires_on is None or one.expires_on >= on)
        ]
        return max(held, key=lambda level: (level.position, level.pk), default=None)


def employment_of(staff: StaffMember) -> Employment:
    """One query."""
    found = employments_asked(AskedTogether(), [staff.pk])()
    return found.get(staff.pk, Employment())


def employments_asked(
    together: AskedTogether, staff_ids: Any
) -> Callable[[], dict[int, Employment]]:
    """{staff id: employment} of ids, or a subquery of them, as a question among others; without
    people of whom nothing is on record."""
    periods = together.rows(StaffPeriod.objects.filter(staff__in=staff_ids).order_by("pk"))
    titles = together.rows(
        StaffCertificate.objects.verified()
        .filter(staff__in=staff_ids, level__credential_type__scheme=CredentialScheme.TITLE)
        .select_related("level__credential_type")
        .order_by("pk")
    )

    @cache
    def employments() -> dict[int, Employment]:
        found: dict[int, Employment] = {}
        for period in periods():
            found.setdefault(period.staff_id, Employment()).periods.append(period)
        for title in titles():
            found.setdefault(title.staff_id, Employment()).titles.append(title)
        return found

    return employments


def title_code(level: CredentialLevel) -> str:
    """How rates name a title."""
    return f"{level.credential_type.code}.{level.code}"


class Rates:
    """All fee rules that reach an institution, answered in memory for any date; one query."""

    def __init__(self, institution: Institution) -> None:
        self._institution = institution
        self._rules: list[FeeRule] = list(FeeRule.objects.reaching(institution))

    def rule_on(self, on: datetime.date) -> FeeRule | None:
        """The nearest rule that holds on the date."""
        return most_specific(self._rules, institution=self._institution, on=on)

    def kinds_on(self, on: datetime.date) -> set[str]:
        """Kinds of employment that are paid by the hour."""
        rule = self.rule_on(on)
        return {line["kind"] for line in rule.rates} if rule else set()

    def kinds_ever(self) -> set[str]:
        """Kinds of employment that any of the rules names."""
        return {line["kind"] for rule in self._rules for line in rule.rates}

    def rate_on(self, employment: Employment, on: datetime.date) -> Rate | None:
        """The line for the kind and the title; else the kind's line without a title; else None:
        nobody has said what such an hour is paid."""
        rule = self.rule_on(on)
        if rule is None:
            return None
        kinds, title = employment.kinds_on(on), employment.title_on(on)
        lines: list[dict[str, Any]] = [line for line in rule.rates if line["kind"] in kinds]
        if title is not None:
            for line in lines:
                if line["title"] == title_code(title):
                    return Rate(Decimal(line["rate"]), title.name, rule.citation)
        for line in lines:
            if not line["title"]:
                return Rate(Decimal(line["rate"]), "", rule.citation)
        return None
