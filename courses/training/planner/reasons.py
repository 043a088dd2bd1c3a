"""Why somebody has no place: first what concerns the person alone, then what the plan leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.compiling import Compiled
from courses.training.planner.ledger import Ledger, Pattern
from courses.training.planner.problem import FIRST_YEAR, LAST_YEAR, Person, Problem, Session
from courses.training.planner.proposal import Obstacle, Reason, Unplaced

# From what keeps a person out altogether to what others have taken.
STAGES = tuple(Reason)


def explain(problem: Problem, compiled: Compiled, ledger: Ledger) -> tuple[Unplaced, ...]:
    """One entry for everybody who doesn't meet the cycle."""
    nobody = Ledger(compiled, covering_fixed=False)
    return tuple(
        _unplaced(problem, compiled, ledger, nobody, person)
        for person in range(compiled.people)
        if not compiled.done[person] and not ledger.goes[person]
    )


def is_hopeless(compiled: Compiled, nobody: Ledger, person: int) -> bool:
    """Whether no pattern can be covered even if nobody else goes anywhere; exact."""
    return not any(
        nobody.has_room(person, pattern) and _can_cover(nobody, person, pattern)
        for pattern in _patterns(compiled, person)
    )


def _patterns(compiled: Compiled, person: int) -> Iterator[Pattern]:
    """One after the other: there are thousands, and mostly one of the first will do."""
    single, pairs = _allowed(compiled, person)
    for session in np.flatnonzero(single).tolist():
        yield (session,)
    for first in np.flatnonzero(pairs.any(1)).tolist():
        for second in np.flatnonzero(pairs[first]).tolist():
            yield (first, second)


def _allowed(compiled: Compiled, person: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Sessions [S] that suffice alone, and pairs [S, S] that suffice together."""
    eligible, possible = compiled.eligibility, compiled.teaching.possible[person]
    kind = eligible.kind_of_pairs[person]
    if kind < 0:
        pairs = np.zeros((compiled.sessions, compiled.sessions), np.bool_)
    else:
        usable = eligible.open[person] & possible
        pairs = eligible.pairs[kind] & usable[:, None] & usable[None, :]
    return eligible.single[person] & possible, pairs


def _can_cover(nobody: Ledger, person: int, pattern: Pattern) -> bool:
    """Depth first through the options of the meetings that would be missed."""
    days = {day for session in pattern for day in nobody.days_of(session)}
    meetings = sorted(nobody.missed(person, pattern), key=lambda one: len(nobody.options(one)))
    nobody.absent[person] |= days

    def settle(depth: int) -> bool:
        if depth == len(meetings):
            return True
        for option in nobody.options(meetings[depth]):
            if nobody.is_free(option, meetings[depth]):
                nobody.cover(meetings[depth], option)
                settled = settle(depth + 1)
                nobody.uncover(meetings[depth])
                if settled:
                    return True
        return False

    settled = settle(0)
    nobody.absent[person] -= days
    return settled


def _unplaced(
    problem: Problem, compiled: Compiled, ledger: Ledger, nobody: Ledger, index: int
) -> Unplaced:
    person = problem.people[index]
    alone = is_hopeless(compiled, nobody, index)
    single, pairs = _allowed(compiled, index)
    in_pattern = single | pairs.any(0) | pairs.any(1)
    obstacles = []
    for number, session in enumerate(problem.sessions):
        if session.id in person.fixed:
            continue
        obstacle = (
            _rule(problem, compiled, person, index, session, number)
            or _shortage(problem, compiled, nobody if alone else ledger, index, number)
            or (None if in_pattern[number] else Obstacle(session.id, Reason.NOT_ENOUGH))
            or _teaching(compiled, nobody if alone else ledger, index, session, number)
            or Obstacle(session.id, Reason.NOT_ENOUGH if alone else Reason.NOT_PROVEN)
        )
        obstacles.append(obstacle)
    counted = Counter(one.reason for one in obstacles)
    if not counted:
        reason = Reason.NOT_ENOUGH
    elif alone:
        reason = max(counted, key=STAGES.index)
    else:
        taken = [one for one in counted if STAGES.index(one) >= STAGES.index(Reason.NO_COVER)]
        reason = max(taken or counted, key=lambda one: (counted[one], STAGES.index(one)))
    return Unplaced(person.id, reason, alone, tuple(obstacles))


def _rule(
    problem: Problem,
    compiled: Compiled,
    person: Person,
    index: int,
    session: Session,
    number: int,
) -> Obstacle | None:
    programme = problem.programme_by_id[session.programme]
    known = not programme.repeatable and programme.id in person.attended
    if known or (programme.kinds and person.kind not in programme.kinds):
        return Obstacle(session.id, Reason.NOT_ADMITTED)
    lacking = programme.requires - person.attended
    if lacking:
        offered = {one.programme for one in problem.sessions if one.last_day < session.first_day}
        if len(lacking) > 1 or not lacking <= offered:
            return Obstacle(session.id, Reason.PREREQUISITE, tuple(sorted(lacking)))
    if session.id in person.forbidden:
        return Obstacle(session.id, Reason.FORBIDDEN)
    if any(
        span.first <= session.last_day and session.first_day <= span.last
        for span in person.unavailable
    ):
        return Obstacle(session.id, Reason.UNAVAILABLE)
    if not compiled.eligibility.open[index, number]:
        return Obstacle(session.id, Reason.NOT_ENOUGH)
    if not compiled.teaching.possible[index, number]:
        return Obstacle(session.id, Reason.NO_COVER, _without_option(compiled, index, number))
    return None


def _without_option(compiled: Compiled, person: int, session: int) -> tuple[str, ...]:
    teaching = compiled.teaching
    names = []
    for meeting in range(teaching.lowest[person, session], teaching.highest[person, session]):
        options = range(teaching.begins[meeting], teaching.begins[meeting + 1])
        first, last = teaching.first_day[session], teaching.last_day[session]
        if not any(
            teaching.slot[one] < 0 or not first <= teaching.slot_day[teaching.slot[one]] <= last
            for one in options
        ):
            names.append(teaching.names[meeting])
    return tuple(names)


def _shortage(
    problem: Problem, compiled: Compiled, ledger: Ledger, index: int, number: int
) -> Obstacle | None:
    session, person = problem.sessions[number], problem.people[index]
    home, department = compiled.institution[index], compiled.department[index]
    if ledger.seats[number] < 1:
        return Obstacle(session.id, Reason.FULL)
    if ledger.most[home, number] < 1:
        return Obstacle(session.id, Reason.QUOTA, (person.institution,))
    if department >= 0:
        full = compiled.days[:, number] & (ledger.away[department] < 1)
        if full[compiled.calendar :].any():
            return Obstacle(session.id, Reason.DEPARTMENT_QUOTA, (str(person.department),))
        if full.any():
            return Obstacle(session.id, Reason.DEPARTMENT_LIMIT, (str(person.department),))
    for span in np.flatnonzero(compiled.years[:, number]).tolist():
        years = _years_said(*compiled.spans[span])
        if compiled.money[index, number] > ledger.budget[home, span]:
            return Obstacle(session.id, Reason.BUDGET, years)
        if compiled.grant[number] > ledger.province[span]:
            return Obstacle(session.id, Reason.PROVINCE_BUDGET, years)
    return None


def _years_said(first: int, last: int) -> tuple[str, ...]:
    """2027, 2026-2028; nothing if all years are meant."""
    if (first, last) == (FIRST_YEAR, LAST_YEAR):
        return ()
    return (f"{first}" if first == last else f"{first}-{last}",)


def _teaching(
    compiled: Compiled, ledger: Ledger, index: int, session: Session, number: int
) -> Obstacle | None:
    if _can_cover(ledger, index, (number,)):
        return None
    meetings = ledger.missed(index, (number,))
    blocked = tuple(
        compiled.teaching.names[one]
        for one in meetings
        if not any(ledger.is_free(option, one) for option in ledger.options(one))
    )
    names = blocked or tuple(compiled.teaching.names[one] for one in meetings)
    return Obstacle(session.id, Reason.NO_COVER, names)
