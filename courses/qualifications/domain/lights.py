"""The light of each person on a date."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import Authorisation, judge, lapse_of
from courses.qualifications.domain.facts import ONE_DAY, TeachingFacts
from courses.qualifications.enums import Fulfilment, Light


@dataclass(frozen=True)
class Standing:
    """`lapses_on`: the first day on which the person may no longer teach, where that is soon: when
    a certificate that ends the day before is announced by the first reminder of the rule, which
    goes out `soon_days` before. The light says so only of what is certainly held; under a waiver,
    or undecided, it stays what it is."""

    staff: StaffMember
    kinds: frozenset[str]
    authorisation: Authorisation
    light: Light
    lapses_on: datetime.date | None
    soon_days: int


def standings(staff: Iterable[Any], *, on: datetime.date) -> list[Standing]:
    """How each person stands on the date, in the order of their ids; a fixed number of queries."""
    return standings_in(TeachingFacts.of(staff), on=on)


def standings_in(facts: TeachingFacts, *, on: datetime.date) -> list[Standing]:
    """As `standings`, of facts read before: no query."""
    rows = []
    for person in facts.people:
        answer = judge(person, facts, on=on)
        soon = facts.soon_days(person, on=on)
        lapses_on = None
        if answer.allowed:
            last = on + datetime.timedelta(days=soon)
            lapses_on = lapse_of(person, facts, start=on, end=last + ONE_DAY)
        light = _light(answer, lapses_on)
        kinds = frozenset(person.kinds_on(on))
        rows.append(Standing(person.staff, kinds, answer, light, lapses_on, soon))
    return rows


def _light(answer: Authorisation, lapses_on: datetime.date | None) -> Light:
    if not answer.employed:
        return Light.NOT_EMPLOYED
    match answer.fulfilment:
        case None:
            return Light.NOT_REQUIRED
        case Fulfilment.HELD:
            return Light.QUALIFIED if lapses_on is None else Light.LAPSES_SOON
        case Fulfilment.UNDECIDED:
            return Light.UNDECIDED
        case Fulfilment.WAIVED:
            return Light.WAIVED
        case Fulfilment.GAP:
            return Light.ADVISED if answer.allowed else Light.NOT_QUALIFIED
