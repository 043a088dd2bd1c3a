"""What is to be placed, and what stands in its way.

All ids are strings. Days are ISO weekdays from 1, periods are counted from 1, sets of weeks are
bit masks as in `courses.timetable.weeks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from courses.timetable.solver.placement import Placement
from courses.timetable.weeks import WeekSet

LONGEST_RUN = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """The week into which everything is placed.

    ``weeks`` is the number of teaching weeks; ``closed`` holds (day, period) kept free by all.
    """

    days: int
    periods_per_day: int
    weeks: int
    closed: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class BusyTime:
    """One period of one weekday that is taken in some weeks."""

    day: int
    period: int
    weeks: WeekSet


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    campus: str
    capacity: int
    unavailable: tuple[BusyTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Instructor:
    id: str
    unavailable: tuple[BusyTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """An administrative class, with the times its other courses take."""

    id: str
    busy: tuple[BusyTime, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """One weekly meeting of a teaching class that wants a time and a room.

    ``periods`` run without a gap within one day (1 to 4). ``campus`` None means any campus.
    ``allowed_starts`` empty means any period; those past the end of the day never apply.
    ``apart_from`` names demands that must fall on other days; one side is enough.
    """

    id: str
    teaching_class: str
    groups: tuple[str, ...]
    instructor: str | None
    periods: int
    weeks: WeekSet
    size: int
    campus: str | None = None
    allowed_starts: frozenset[int] = frozenset()
    apart_from: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """``locked`` placements stay exactly where they are; the rest is placed around them."""

    grid: Grid
    demands: tuple[Demand, ...]
    rooms: tuple[Room, ...]
    instructors: tuple[Instructor, ...] = ()
    groups: tuple[Group, ...] = ()
    locked: tuple[Placement, ...] = ()

    @cached_property
    def demand_by_id(self) -> dict[str, Demand]:
        return {demand.id: demand for demand in self.demands}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}
