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
    INSTRUCTOR_UNAUTHORISED = "instructor_unauthorised"
    GROUP_BUSY = "group_busy"
    ROOM_UNAVAILABLE = "room_unavailable"
    ROOM_TOO_SMALL = "room_too_small"
    WRONG_CAMPUS = "wrong_campus"
    WRONG_KIND_OF_ROOM = "wrong_kind_of_room"
    EQUIPMENT_MISSING = "equipment_missing"
    CLOSED_TIME = "closed_time"
    START_NOT_ALLOWED = "start_not_allowed"
    OUTSIDE_GRID = "outside_grid"
    DAY_NOT_ALLOWED = "day_not_allowed"
    SAME_DAY = "same_day"
    TOO_FEW_DAYS_APART = "too_few_days_apart"
    OVER_DAILY_LIMIT = "over_daily_limit"
    OVER_WEEKLY_LIMIT = "over_weekly_limit"
    NO_TIME_TO_TRAVEL = "no_time_to_travel"
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
    found += _days_apart(problem, known)
    found += _limits(problem, known)
    found += _travel(problem, known)
    return found


def _alone(problem: Problem, demand: Demand, placement: Placement) -> Iterator[Violation]:
    """What is wrong with one placement, whatever the others are."""
    kind, who = ViolationKind, (demand.id,)
    grid, day = problem.grid, placement.day
    periods = range(placement.start, placement.start + demand.periods)
    if not 1 <= day <= grid.days or periods[0] < 1 or periods[-1] > grid.periods_per_day:
        yield Violation(kind.OUTSIDE_GRID, who, day=day, period=placement.start)
    if demand.allowed_days and day not in demand.allowed_days:
        yield Violation(kind.DAY_NOT_ALLOWED, who, day=day, period=placement.start)
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
        if demand.room_kind is not None and room.kind != demand.room_kind:
            yield Violation(kind.WRONG_KIND_OF_ROOM, who, room.id)
        if not demand.equipment <= room.equipment:
            yield Violation(kind.EQUIPMENT_MISSING, who, room.id)
        yield from _taken(kind.ROOM_UNAVAILABLE, demand, placement, room.id, room.unavailable)
    if demand.instructor in problem.instructor_by_id:
        times = problem.instructor_by_id[demand.instructor].unavailable
        yield from _taken(kind.INSTRUCTOR_UNAVAILABLE, demand, placement, demand.instructor, times)
        yield from _unauthorised(problem, demand, placement)
    for group in demand.groups:
        if group in problem.group_by_id:
            times = problem.group_by_id[group].busy
            yield from _taken(kind.GROUP_BUSY, demand, placement, group, times)


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


def _unauthorised(problem: Problem, demand: Demand, placement: Placement) -> Iterator[Violation]:
    """The first week that the instructor may not teach, if meetings that are needed fall away."""
    day = placement.day
    person = problem.instructor_by_id[demand.instructor or ""]
    allowed: list[int] = []
    forbidden: list[int] = []
    for week in range(1, demand.weeks.bit_length() + 1):
        bit = 1 << (week - 1)
        holiday = any(one.day == day and one.weeks & bit for one in problem.grid.untaught)
        if not demand.weeks & bit or holiday:
            continue
        barred = any(one.day == day and one.weeks & bit for one in person.unauthorised)
        (forbidden if barred else allowed).append(week)
    if forbidden and len(allowed) < demand.meetings:
        kind = ViolationKind.INSTRUCTOR_UNAUTHORISED
        yield Violation(kind, (demand.id,), person.id, forbidden[0], day, placement.start)


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


def _days_apart(problem: Problem, places: dict[str, Placement]) -> Iterator[Violation]:
    least: dict[tuple[str, str], int] = {}
    for demand in problem.demands:
        for other in demand.apart_from:
            pair = (min(demand.id, other), max(demand.id, other))
            least[pair] = max(least.get(pair, 1), demand.days_apart)
    for (one, other), days in sorted(least.items()):
        if one in places and other in places:
            between = abs(places[one].day - places[other].day)
            kind = ViolationKind.TOO_FEW_DAYS_APART if between else ViolationKind.SAME_DAY
            if between < days:
                yield Violation(kind, (one, other), day=places[one].day)


def _limits(problem: Problem, places: dict[str, Placement]) -> Iterator[Violation]:
    """One violation for each instructor, week and day (0: the whole week) with too many periods."""
    for instructor in problem.instructors:
        if instructor.most_per_day is None and instructor.most_per_week is None:
            continue
        mine = [
            (problem.demand_by_id[key], place)
            for key, place in places.items()
            if problem.demand_by_id[key].instructor == instructor.id
        ]
        for week in range(1, problem.grid.weeks + 1):
            met = [(one, place) for one, place in mine if one.weeks & 1 << (week - 1)]
            for day in range(problem.grid.days + 1):
                kind, most = ViolationKind.OVER_DAILY_LIMIT, instructor.most_per_day
                if day == 0:
                    kind, most = ViolationKind.OVER_WEEKLY_LIMIT, instructor.most_per_week
                on_day = [one for one, place in met if day in (0, place.day)]
                if most is not None and sum(one.periods for one in on_day) > most:
                    who = tuple(sorted(one.id for one in on_day))
                    yield Violation(kind, who, instructor.id, week, day)


def _travel(problem: Problem, places: dict[str, Placement]) -> Iterator[Violation]:
    """One violation for each two meetings of an instructor too close for the way between them."""
    taught: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for place in places.values():
        instructor = problem.demand_by_id[place.demand].instructor
        if instructor is not None and place.room in problem.room_by_id:
            taught[instructor, place.day].append(place)
    for (instructor, day), mine in sorted(taught.items()):
        for first in mine:
            for then in mine:
                demand, other = (
                    problem.demand_by_id[first.demand],
                    problem.demand_by_id[then.demand],
                )
                both = demand.weeks & other.weeks
                last = first.start + demand.periods - 1
                if not both or last >= then.start:
                    continue
                campuses = frozenset(problem.room_by_id[one.room].campus for one in (first, then))
                for travel in problem.travel:
                    if travel.campuses == campuses and (last, then.start) in travel.too_short:
                        week = (both & -both).bit_length()
                        who = tuple(sorted((first.demand, then.demand)))
                        kind = ViolationKind.NO_TIME_TO_TRAVEL
                        yield Violation(kind, who, instructor, week, day, then.start)
