"""Every part of a plan's cost, counted afresh from the plan alone. Only the checker uses it."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from courses.training.planner.problem import (
    LONGEST_WAIT_MONTHS,
    Cover,
    Person,
    Problem,
    Session,
)
from courses.training.planner.proposal import Cost, Nomination


def days_of(session: Session) -> tuple[datetime.date, ...]:
    return _days(session.first_day, session.last_day)


@lru_cache(maxsize=4096)
def _days(first: datetime.date, last: datetime.date) -> tuple[datetime.date, ...]:
    """Asked again for each of the thousands who go there."""
    return tuple(first + datetime.timedelta(days=n) for n in range((last - first).days + 1))


def months_waited(problem: Problem, person: Person) -> int:
    if person.last_trained is None:
        return LONGEST_WAIT_MONTHS
    return max(0, min(LONGEST_WAIT_MONTHS, (problem.starts_on - person.last_trained).days // 30))


def weeks_until(problem: Problem, sessions: Iterable[Session]) -> int:
    return max((one.first_day - problem.starts_on).days // 7 for one in sessions)


def misses(problem: Problem, nominations: Iterable[Nomination]) -> set[str]:
    """Ids of the meetings that are missed."""
    days: dict[str, set[datetime.date]] = defaultdict(set)
    for one in nominations:
        days[one.person].update(days_of(problem.session_by_id[one.session]))
    return {
        meeting.id
        for person, absent in days.items()
        for meeting in problem.meetings_of.get(person, ())
        if meeting.date in absent
    }


def measure(
    problem: Problem,
    nominations: Iterable[Nomination],
    covers: Iterable[Cover],
    missed: set[str],
) -> Cost:
    """``missed`` as `misses` finds them."""
    nominations, covers = list(nominations), list(covers)
    goes: dict[str, list[Session]] = defaultdict(list)
    for one in nominations:
        goes[one.person].append(problem.session_by_id[one.session])
    met: list[Person] = []
    unmet: list[Person] = []
    for person in problem.people:
        (met if meets_cycle(person, goes[person.id]) else unmet).append(person)
    given = {cover.meeting: cover for cover in covers}
    substituting = candidates = making_up = 0
    for cover in covers:
        meeting = problem.meeting_by_id[cover.meeting]
        if cover.substitute is not None:
            substituting += len(meeting.periods)
            candidates += dict(meeting.candidates).get(cover.substitute, 0)
        else:
            making_up += len(meeting.periods)
    return Cost(
        unplaced=len(unmet) + len(missed - set(given)),
        waiting=sum(months_waited(problem, person) for person in unmet),
        delay=sum(
            weeks_until(problem, goes[person.id]) * months_waited(problem, person)
            for person in met
            if goes[person.id]
        ),
        travel=_travel(problem, goes),
        substituting=substituting,
        candidates=candidates,
        making_up=making_up,
        crowding=_crowding(problem, goes),
        shortfall=_shortfall(problem, goes),
        moved=_moved(problem, nominations),
        covers_changed=sum(
            1
            for cover in problem.near_covers
            if cover.meeting in given and given[cover.meeting] != cover
        ),
    )


def meets_cycle(person: Person, goes: list[Session]) -> bool:
    owed = person.owed
    enough_sessions = len(goes) >= owed.sessions
    enough_hours = sum(session.hours for session in goes) >= owed.hours
    if owed.both or not owed.sessions or not owed.hours:
        return enough_sessions and enough_hours
    return enough_sessions or enough_hours


def fare(problem: Problem, person: Person, session: Session) -> int:
    return _fares(problem).get((_homes(problem)[person.institution], session.region), 0)


def _fares(problem: Problem) -> dict[tuple[str, str], int]:
    return {(fare.home, fare.region): fare.money for fare in problem.fares if fare.region}


def _homes(problem: Problem) -> dict[str, str]:
    return {institution.id: institution.region for institution in problem.institutions}


def _travel(problem: Problem, goes: dict[str, list[Session]]) -> int:
    fares, homes = _fares(problem), _homes(problem)
    return sum(
        fares.get((homes[person.institution], session.region), 0)
        for person in problem.people
        for session in goes[person.id]
    )


def _sent(problem: Problem, goes: dict[str, list[Session]]) -> Counter[tuple[str, str]]:
    return Counter(
        (person.institution, session.id) for person in problem.people for session in goes[person.id]
    )


def _crowding(problem: Problem, goes: dict[str, list[Session]]) -> int:
    sent = _sent(problem, goes)
    return sum(
        max(0, sent[quota.institution, quota.session] - quota.share)
        for quota in problem.quotas
        if quota.share is not None
    )


def _shortfall(problem: Problem, goes: dict[str, list[Session]]) -> int:
    sent = _sent(problem, goes)
    seats = Counter(session.id for sessions in goes.values() for session in sessions)
    return sum(
        max(0, quota.least - sent[quota.institution, quota.session]) for quota in problem.quotas
    ) + sum(max(0, session.least - seats[session.id]) for session in problem.sessions)


def _moved(problem: Problem, nominations: list[Nomination]) -> int:
    before: dict[str, set[str]] = defaultdict(set)
    for person, session in problem.near:
        before[person].add(session)
    now: dict[str, set[str]] = defaultdict(set)
    for one in nominations:
        now[one.person].add(one.session)
    return sum(1 for person, sessions in before.items() if sessions != now[person])
