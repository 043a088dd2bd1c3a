"""What each demand could choose from if it were alone: its starts, and its rooms at each start."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from courses.timetable.solver.authority import is_authorised, meetings_on
from courses.timetable.solver.problem import BusyTime, Demand, Problem
from courses.timetable.solver.solution import Unplaced, UnplacedReason
from courses.timetable.weeks import WeekSet

Start: TypeAlias = tuple[int, int]
"""Day and first period."""

RoomSet: TypeAlias = int
"""Bit ``i`` is ``problem.rooms[i]``."""


@dataclass(frozen=True)
class Options:
    """``rooms[demand][start]`` is never empty; demands with no start at all are in ``hopeless``."""

    rooms: dict[str, dict[Start, RoomSet]]
    hopeless: tuple[Unplaced, ...]


def find_options(problem: Problem) -> Options:
    instructors = {person.id: _by_time(person.unavailable) for person in problem.instructors}
    groups = {group.id: _by_time(group.busy) for group in problem.groups}
    rooms = [_by_time(room.unavailable) for room in problem.rooms]
    locks = {lock.demand: lock for lock in problem.locked}
    room_bits = {room.id: 1 << index for index, room in enumerate(problem.rooms)}

    found: dict[str, dict[Start, RoomSet]] = {}
    hopeless: list[Unplaced] = []
    for demand in problem.demands:
        if demand.id in locks:
            lock = locks[demand.id]
            found[demand.id] = {(lock.day, lock.start): room_bits[lock.room]}
            continue
        starts = open_starts(problem, demand)
        days = authorised_days(problem, demand, starts)
        people = [groups[group] for group in demand.groups]
        if demand.instructor is not None:
            people.append(instructors[demand.instructor])
        free = [
            start
            for start in starts
            if start[0] in days and not any(_meets(busy, demand, start) for busy in people)
        ]
        suitable = suitable_rooms(problem, demand)
        with_rooms = {}
        for start in free:
            mask = sum(1 << index for index in suitable if not _meets(rooms[index], demand, start))
            if mask:
                with_rooms[start] = mask
        if with_rooms:
            found[demand.id] = with_rooms
        else:
            hopeless.append(_why_hopeless(problem, demand, starts, days, free, suitable))
    return Options(found, tuple(hopeless))


def open_starts(problem: Problem, demand: Demand) -> list[Start]:
    """Starts at which the demand fits the grid, by day and period."""
    grid = problem.grid
    last = grid.periods_per_day - demand.periods + 1
    return [
        (day, start)
        for day in range(1, grid.days + 1)
        if not demand.allowed_days or day in demand.allowed_days
        for start in range(1, last + 1)
        if (not demand.allowed_starts or start in demand.allowed_starts)
        and not any((day, start + step) in grid.closed for step in range(demand.periods))
    ]


def authorised_days(problem: Problem, demand: Demand, starts: Iterable[Start]) -> set[int]:
    """The days of these starts on which the instructor may teach all meetings that are needed."""
    return {day for day in {day for day, _ in starts} if is_authorised(problem, demand, day)}


def suitable_rooms(problem: Problem, demand: Demand) -> list[int]:
    return [
        index
        for index, room in enumerate(problem.rooms)
        if room.capacity >= demand.size
        and demand.campus in (None, room.campus)
        and demand.room_kind in (None, room.kind)
        and demand.equipment <= room.equipment
    ]


def _by_time(times: Iterable[BusyTime]) -> dict[Start, WeekSet]:
    taken: dict[Start, WeekSet] = defaultdict(int)
    for time in times:
        taken[time.day, time.period] |= time.weeks
    return dict(taken)


def _meets(busy: dict[Start, WeekSet], demand: Demand, start: Start) -> bool:
    day, first = start
    return any(
        busy.get((day, period), 0) & demand.weeks for period in range(first, first + demand.periods)
    )


def _why_hopeless(
    problem: Problem,
    demand: Demand,
    starts: list[Start],
    days: set[int],
    free: list[Start],
    suitable: list[int],
) -> Unplaced:
    if not starts:
        return Unplaced(demand.id, UnplacedReason.NO_START, needed=demand.periods)
    if not suitable:
        capacities = [
            room.capacity for room in problem.rooms if demand.campus in (None, room.campus)
        ]
        largest = max(capacities, default=0)
        if largest >= demand.size:
            return Unplaced(demand.id, UnplacedReason.NO_ROOM_OF_KIND, needed=demand.size)
        return Unplaced(demand.id, UnplacedReason.NO_ROOM, needed=demand.size, available=largest)
    if not days:
        may = [meetings_on(problem, demand, day)[1].bit_count() for day, _ in starts]
        return Unplaced(
            demand.id,
            UnplacedReason.NOT_AUTHORISED,
            resources=(demand.instructor or "",),
            needed=demand.meetings,
            available=max(may),
        )
    if not free:
        people = (*((demand.instructor,) if demand.instructor else ()), *demand.groups)
        return Unplaced(demand.id, UnplacedReason.NO_COMMON_TIME, resources=people)
    rooms = tuple(problem.rooms[index].id for index in suitable)
    return Unplaced(demand.id, UnplacedReason.NO_ROOM_AT_FREE_TIMES, resources=rooms)
