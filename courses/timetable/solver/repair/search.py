"""The search: narrow first, wider while a meeting is left without a place."""

from __future__ import annotations

import datetime
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from courses.timetable.solver.repair.checker import Fault, check
from courses.timetable.solver.repair.choosing import Chosen, choose
from courses.timetable.solver.repair.cost import Prices, nearness
from courses.timetable.solver.repair.options import (
    Places,
    as_planned,
    cells_of,
    choices_of,
)
from courses.timetable.solver.repair.problem import (
    Cell,
    Choice,
    Emphasis,
    Kind,
    Meeting,
    Repair,
    RepairProblem,
    Unsolved,
    Width,
)

MENDING = (Kind.SUBSTITUTE, Kind.ROOM, Kind.TIME, Kind.CANCEL)
# Whoever isn't concerned stays, or gives way without losing the own instructor.
GIVING_WAY = (Kind.STAY, Kind.ROOM, Kind.TIME)
MOST_OTHERS = 24
MOST_IN_THE_WAY = 2


class WrongRepair(AssertionError):
    """The checker refused what the search found: an error of the search, never handed out."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} faults, first: {faults[:3]}")
        self.faults = faults


def repair(
    problem: RepairProblem, emphasis: Emphasis, *, effort: float = 1.0, seed: int = 1
) -> Repair:
    """The cheapest repair among the options looked at; `effort` is in CP-SAT's deterministic
    seconds for each of at most three models. A meeting is cancelled only where none of them gives
    it a place.

    Raises WrongRepair if the checker refuses the outcome.
    """
    began = time.process_time()
    places, prices = Places(problem), Prices.of(problem, emphasis)
    last = problem.dates[-1] if problem.dates else problem.near_until
    freed = {meeting.id for meeting in problem.affected}
    chosen, width = _everything_falls(problem), Width.NEAR
    for wider, until in ((Width.NEAR, problem.near_until), (Width.TERM, last)):
        options = _options(problem.affected, places, prices, freed, until, MENDING)
        found = choose(options, prices, effort=effort, seed=seed)
        if found is not None:
            chosen, width = found, wider
        if found is not None and not _cancelled(found.choices):
            break
    if falling := _cancelled(chosen.choices):
        others = _in_the_way(problem, places, falling, freed, last)
        all_freed = freed | {meeting.id for meeting in others}
        options = _options(problem.affected, places, prices, all_freed, last, MENDING)
        options |= _options(others, places, prices, all_freed, last, GIVING_WAY)
        found = choose(options, prices, effort=effort, seed=seed) if others else None
        if found is not None and _lost(problem, found.choices) < _lost(problem, chosen.choices):
            chosen, width = found, Width.OTHERS
    choices = tuple(choice for choice in chosen.choices if choice.kind != Kind.STAY)
    outcome = Repair(
        emphasis=emphasis,
        choices=choices,
        unsolved=tuple(
            _why(problem.meeting_by_id[key], places, prices, freed, last)
            for key in _cancelled(choices)
        ),
        width=width,
        cost=prices.of_repair(choices),
        proven=chosen.proven,
        cpu_seconds=time.process_time() - began,
    )
    faults = check(problem, outcome)
    if faults:
        raise WrongRepair(faults)
    return outcome


def _options(
    meetings: Iterable[Meeting],
    places: Places,
    prices: Prices,
    freed: Collection[str],
    until: datetime.date,
    kinds: Collection[Kind],
) -> dict[str, list[Choice]]:
    return {
        meeting.id: choices_of(meeting, places, prices, freed=freed, until=until, kinds=kinds)
        for meeting in meetings
    }


def _everything_falls(problem: RepairProblem) -> Chosen:
    return Chosen(
        tuple(
            Choice(each.id, Kind.CANCEL, each.person, each.room, each.date, each.start)
            for each in problem.affected
        ),
        proven=False,
    )


def _cancelled(choices: Iterable[Choice]) -> list[str]:
    return [choice.meeting for choice in choices if choice.kind == Kind.CANCEL]


def _lost(problem: RepairProblem, choices: Iterable[Choice]) -> int:
    return sum(problem.meeting_by_id[key].periods for key in _cancelled(choices))


def _in_the_way(
    problem: RepairProblem,
    places: Places,
    falling: Iterable[str],
    freed: Collection[str],
    last: datetime.date,
) -> list[Meeting]:
    """Meetings that hold what one of the falling ones would need, where at most MOST_IN_THE_WAY
    hold it: those whose change disturbs least, at most MOST_OTHERS."""
    found: dict[frozenset[str], int] = {}
    for key in falling:
        for cells in _wishes(problem.meeting_by_id[key], places, freed, last):
            holders = places.in_the_way(cells, freed)
            if holders and len(holders) <= MOST_IN_THE_WAY:
                meetings = [problem.meeting_by_id[holder] for holder in holders]
                if all(meeting.date > problem.today for meeting in meetings):
                    found[frozenset(holders)] = sum(
                        nearness(problem, meeting.date) for meeting in meetings
                    )
    others: dict[str, Meeting] = {}
    for holding in sorted(found, key=lambda holding: (found[holding], sorted(holding))):
        if len(others.keys() | holding) <= MOST_OTHERS:
            others |= {key: problem.meeting_by_id[key] for key in sorted(holding)}
    return list(others.values())


def _wishes(
    meeting: Meeting, places: Places, freed: Collection[str], last: datetime.date
) -> Iterator[list[Cell]]:
    """What the meeting would take in every place that people and rooms allow at all. Nobody gives
    way so that a person can bear more."""
    for choice in _wished(meeting, places, last):
        if places.bearing.bears(meeting, choice, freed):
            yield list(cells_of(meeting, choice))


def _wished(meeting: Meeting, places: Places, last: datetime.date) -> Iterator[Choice]:
    problem = places.problem
    planned = as_planned(meeting)
    if (meeting.room, meeting.date) not in problem.lost:
        for person in places.possible_people(meeting):
            yield replace(planned, kind=Kind.SUBSTITUTE, person=person)
    if (meeting.person, meeting.date) not in problem.away:
        for room in places.possible_rooms(meeting, meeting.date, meeting.start):
            yield replace(planned, kind=Kind.ROOM, room=room.id)
    for date, start in places.possible_times(meeting, until=last):
        for room in places.possible_rooms(meeting, date, start):
            yield replace(planned, kind=Kind.TIME, room=room.id, date=date, start=start)


def _why(
    meeting: Meeting,
    places: Places,
    prices: Prices,
    freed: Collection[str],
    last: datetime.date,
) -> Unsolved:
    alone = choices_of(meeting, places, prices, freed=freed, until=last, kinds=MENDING)
    kinds = [choice.kind for choice in alone]
    room_lost = (meeting.room, meeting.date) in places.problem.lost
    return Unsolved(
        meeting=meeting.id,
        fit=0 if room_lost else len(places.possible_people(meeting)),
        free=kinds.count(Kind.SUBSTITUTE),
        rooms=kinds.count(Kind.ROOM),
        times=len({(one.date, one.start) for one in alone if one.kind == Kind.TIME}),
    )
