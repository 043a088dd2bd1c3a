"""The light of each person on a date."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import Authorisation, judge, lapse_of
from courses.qualifications.domain.facts import TeachingFacts
from courses.qualifications.enums import Light, Recognition

# How far the office looks ahead.
AHEAD = datetime.timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """`lapses_on`: the first day within 90 days on which the person may no longer teach."""

    staff: StaffMember
    kinds: frozenset[str]
    authorisation: Authorisation
    light: Light
    lapses_on: datetime.date | None


def standings(staff: Iterable[Any], *, on: datetime.date) -> list[Standing]:
    """How each person stands on the date, in the order of their ids; a fixed number of queries."""
    return standings_in(TeachingFacts.of(staff), on=on)


def standings_in(facts: TeachingFacts, *, on: datetime.date) -> list[Standing]:
    """As `standings`, of facts read before: no query."""
    rows = []
    for person in facts.people:
        answer = judge(person, facts, on=on)
        lapses_on = None
        if answer.allowed:
            lapses_on = lapse_of(person, facts, start=on, end=on + AHEAD)
        light = _light(answer, lapses_on)
        kinds = frozenset(person.kinds_on(on))
        rows.append(Standing(person.staff, kinds, answer, light, lapses_on))
    return rows


def _light(answer: Authorisation, lapses_on: datetime.date | None) -> Light:
    if not answer.employed:
        return Light.NOT_EMPLOYED
    if not answer.allowed:
        undecided = answer.recognition == Recognition.UNDECIDED
        return Light.UNDECIDED if undecided else Light.NOT_QUALIFIED
    if lapses_on is not None:
        return Light.LAPSES_SOON
    if answer.waiver is not None:
        return Light.WAIVED
    if answer.warning:
        return Light.ADVISED
    return Light.NOT_REQUIRED if answer.severity is None else Light.QUALIFIED
