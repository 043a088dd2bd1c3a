"""The judge of every plan. Shares no code with the search, and expands every week and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Demand, Problem
from courses.timetable.solver.solution import Solution


class ViolationKind(StrEnum):
    INSTRUCTOR_CLASH = "instructor_clash"
    GROUP_CLASH = "group_clash"
    ROOM_CLASH = "room_clash"
    INSTRUCTOR_UNAVAILABLE = "instructor_unavailable"
    GROUP_BUSY = "group_busy"
    ROOM_UNAVAILABLE = "room_unavailable"
    ROOM_TOO_SMALL = "room_too_small"
    WRONG_CAMPUS = "wrong_campus"
    CLOSED_TIME = "closed_time"
    START_NOT_ALLOWED = "start_not_allowed"
    OUTSIDE_GRID = "outside_grid"
    SAME_DAY = "same_day"
    UNKNOWN_DEMAND = "unknown_demand"
    UNKNOWN_ROOM = "unknown_room"
    PLACED_TWICE = "placed_twice"
    LOCK_MOVED = "lock_moved"
    UNACCOUNTED = "unaccounted"
    """A demand that is neither placed nor given as unplaced, or both."""


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """``resource`` is the instructor, group or room concerned, if one is."""

    kind: ViolationKind
    demands: tuple[str, ...]
    resource: str = ""
    week: int = 0
    day: int = 0
    period: int = 0


def check(problem: Problem, solution: Solution) -> list[Violation]:
    """Every rule that the solution breaks, and every demand it forgets; empty when it is right."""
    found = check_placements(problem, solution.placements)
    placed = {placement.demand for placement in solution.placements}
    unplaced = [entry.demand for entry in solution.unplaced]
    for demand in problem.demands:
        if (demand.id in placed) + unplaced.count(demand.id) != 1:
            found.append(Violation(ViolationKind.UNACCOUNTED, (demand.id,)))
    places = {placement.demand: placement for placement in solution.placements}
    for lock in problem.locked:
        if places.get(lock.demand) != lock:
            found.append(Violation(ViolationKind.LOCK_MOVED, (lock.demand,)))
    return found


def check_placements(problem: Problem, placements: Iterable[Placement]) -> list[Violation]:
    """Every rule that these placements break, be they a whole plan or a part of one."""
    found: list[Violation] = []
    known: dict[str, Placement] = {}
    for placement in placements:
        if placement.demand not in problem.demand_by_id:
            found.append(Violation(ViolationKind.UNKNOWN_DEMAND, (placement.demand,)))
        elif placement.demand in known:
            found.append(Violation(ViolationKind.PLACED_TWICE, (placement.demand,)))
        else:
            known[placement.demand] = placement
    for placement in known.values():
        found += _alone(problem, problem.demand_by_id[placement.demand], placement)
    found += _clashes(problem, known)
    found += _same_days(problem, known)
    return found


def _alone(problem: Problem, demand: Demand, placement: Placement) -> Iterator[Violation]:
    """What is wrong with one placement, whatever the others are."""
    kind, who = ViolationKind, (demand.id,)
    grid, day = problem.grid, placement.day
    periods = range(placement.start, placement.start + demand.periods)
    if not 1 <= day <= grid.days or periods[0] < 1 or periods[-1] > grid.periods_per_day:
        yield Violation(kind.OUTSIDE_GRID, who, day=day, period=placement.start)
    if demand.allowed_starts and placement.start not in demand.allowed_starts:
        yield Violation(kind.START_NOT_ALLOWED, who, day=day, period=placement.start)
    for period in periods:
        if (day, period) in grid.closed:
            yield Violation(kind.CLOSED_TIME, who, day=day, period=period)
    room = problem.room_by_id.get(placement.room)
    if room is None:
        yield Violation(kind.UNKNOWN_ROOM, who, placement.room)
    else:
        if room.capacity < demand.size:
            yield Violation(kind.ROOM_TOO_SMALL, who, room.id)
        if demand.campus is not None and room.campus != demand.campus:
            yield Violation(kind.WRONG_CAMPUS, who, room.id)
        yield from _taken(kind.ROOM_UNAVAILABLE, demand, placement, room.id, room.unavailable)
    for instructor in problem.instructors:
        if instructor.id == demand.instructor:
            times = instructor.unavailable
            yield from _taken(kind.INSTRUCTOR_UNAVAILABLE, demand, placement, instructor.id, times)
    for group in problem.groups:
        if group.id in demand.groups:
            yield from _taken(kind.GROUP_BUSY, demand, placement, group.id, group.busy)


def _taken(
    kind: ViolationKind,
    demand: Demand,
    placement: Placement,
    resource: str,
    times: tuple[BusyTime, ...],
) -> Iterator[Violation]:
    for time in times:
        inside = placement.start <= time.period < placement.start + demand.periods
        both = time.weeks & demand.weeks
        if time.day == placement.day and inside and both:
            week = (both & -both).bit_length()
            yield Violation(kind, (demand.id,), resource, week, time.day, time.period)


def _clashes(problem: Problem, places: dict[str, Placement]) -> Iterator[Violation]:
    """One violation for each resource, week and period that is taken twice or more."""
    users: dict[tuple[ViolationKind, str, int, int, int], list[str]] = defaultdict(list)
    for placement in places.values():
        demand = problem.demand_by_id[placement.demand]
        resources = [(ViolationKind.ROOM_CLASH, placement.room)]
        resources += [(ViolationKind.GROUP_CLASH, group) for group in set(demand.groups)]
        if demand.instructor is not None:
            resources.append((ViolationKind.INSTRUCTOR_CLASH, demand.instructor))
        for week in range(1, demand.weeks.bit_length() + 1):
            if not demand.weeks & (1 << (week - 1)):
                continue
            for period in range(placement.start, placement.start + demand.periods):
                for kind, resource in resources:
                    users[kind, resource, week, placement.day, period].append(demand.id)
    for (kind, resource, week, day, period), demands in sorted(users.items()):
        if len(demands) > 1:
            yield Violation(kind, tuple(sorted(demands)), resource, week, day, period)


def _same_days(problem: Problem, places: dict[str, Placement]) -> Iterator[Violation]:
    pairs = {
        tuple(sorted((demand.id, other)))
        for demand in problem.demands
        for other in demand.apart_from
    }
    for pair in sorted(pairs):
        both = [places[member] for member in pair if member in places]
        if len(both) == 2 and both[0].day == both[1].day:
            yield Violation(ViolationKind.SAME_DAY, pair, day=both[0].day)
