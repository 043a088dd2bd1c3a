"""Coverage for the months ahead, as far as today's records tell."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.qualifications.domain.coverage import (
    Count,
    Coverage,
    RuleGroup,
    coverage_on,
    must_of,
)
from courses.qualifications.domain.facts import ONE_DAY, TeachingFacts

NOBODY = Count()


@dataclass(frozen=True)
class Month:
    """How it stands on the last day of a month; the first entry of a forecast is today."""

    on: datetime.date
    coverage: Coverage

    @property
    def must(self) -> Count:
        return must_of(self.coverage)


@dataclass(frozen=True)
class GroupRow:
    """One group over all the months, in their order."""

    group: RuleGroup
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Forecast:
    months: tuple[Month, ...]

    @property
    def today(self) -> Month:
        return self.months[0]

    @property
    def groups(self) -> list[GroupRow]:
        """Every group that has anybody in any month."""
        known: dict[RuleGroup, None] = {}
        for month in self.months:
            known.update(dict.fromkeys(month.coverage))
        return [
            GroupRow(group, tuple(month.coverage.get(group, NOBODY) for month in self.months))
            for group in known
        ]

    @property
    def first_gap(self) -> Month | None:
        """The first time somebody lacks what must be held."""
        return next((month for month in self.months if month.must.lacking), None)

    @property
    def worst(self) -> Month:
        """Where the most people lack it; the earliest of those."""
        return max(self.months, key=lambda month: month.must.lacking)


def month_ends(today: datetime.date, months: int) -> list[datetime.date]:
    """Today, then the last days of this month and of those after it: `months` ends in all. On the
    last day of a month, today is that end."""
    days = [today]
    first = today.replace(day=1)
    for _each in range(months):
        first = (first + datetime.timedelta(days=31)).replace(day=1)
        last = first - ONE_DAY
        if last != today:
            days.append(last)
    return days


def forecast(facts: TeachingFacts, *, today: datetime.date, months: int) -> Forecast:
    """What is on record is followed: ends of certificates, waivers, employments, and rules and
    readings that are entered ahead. Nothing is assumed. In memory: no query."""
    people = facts.people
    return Forecast(
        tuple(Month(day, coverage_on(facts, people, on=day)) for day in month_ends(today, months))
    )


def forecast_of(staff: Iterable[Any], *, today: datetime.date, months: int) -> Forecast:
    """As `forecast`, of a queryset of staff; six queries."""
    return forecast(TeachingFacts.of(staff), today=today, months=months)
