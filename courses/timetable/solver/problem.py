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
class DayWeeks:
    """One weekday in some weeks."""

    day: int
    weeks: WeekSet


@dataclass(frozen=True, slots=True)
class Grid:
    """The week into which everything is placed.

    ``weeks`` is the number of teaching weeks; ``closed`` holds (day, period) kept free by all;
    ``evening`` the periods whose classes are shared out fairly. On ``untaught`` days, such as
    holidays, nobody meets; what is placed there has fewer meetings than weeks.
    """

    days: int
    periods_per_day: int
    weeks: int
    closed: frozenset[tuple[int, int]] = frozenset()
    evening: frozenset[int] = frozenset()
    untaught: tuple[DayWeeks, ...] = ()


@dataclass(frozen=True, slots=True)
class BusyTime:
    """One period of one weekday that is taken in some weeks."""

    day: int
    period: int
    weeks: WeekSet


@dataclass(frozen=True, slots=True)
class Room:
    """``kind`` and ``equipment`` are the caller's words, compared for equality."""

    id: str
    campus: str
    capacity: int
    unavailable: tuple[BusyTime, ...] = ()
    kind: str = ""
    equipment: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Instructor:
    """``unwanted`` times cost, ``unavailable`` ones are never given. ``most_per_day`` and
    ``most_per_week`` bound the periods of any week; None is no bound. On ``unauthorised`` days the
    person may not teach, free or not: see ``Demand.meetings``."""

    id: str
    unavailable: tuple[BusyTime, ...] = ()
    unwanted: tuple[BusyTime, ...] = ()
    most_per_day: int | None = None
    most_per_week: int | None = None
    unauthorised: tuple[DayWeeks, ...] = ()


@dataclass(frozen=True, slots=True)
class Travel:
    """Two campuses, and the pairs of periods (an earlier, a later one of the same day) between
    which nobody gets from one to the other."""

    campuses: frozenset[str]
    too_short: frozenset[tuple[int, int]]


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
    ``allowed_days`` empty means any day of the grid.
    ``apart_from`` names demands that must fall on other days, ``days_apart`` days from this one;
    one side is enough.
    ``room_kind`` None means any kind; the room needs all of ``equipment``.
    ``meetings`` is how often it has to meet, which may be less often than in all of ``weeks``. Of
    the meetings that a day would give it in its weeks, so many, or all where there are fewer, must
    lie where its instructor is not ``unauthorised``. 0: nobody asks.
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
    allowed_days: frozenset[int] = frozenset()
    days_apart: int = 1
    room_kind: str | None = None
    equipment: frozenset[str] = frozenset()
    meetings: int = 0


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each part of the cost counts; the units are those of `solution.Cost`."""

    uneven_days: int = 1
    neighbouring_days: int = 16
    long_days: int = 16
    idle_periods: int = 1
    unwanted_times: int = 2
    evening_share: int = 1
    room_changes: int = 16
    spare_seats: int = 1
    moved: int = 0


@dataclass(frozen=True)
class Problem:
    """``locked`` placements stay exactly where they are; the rest is placed around them.

    ``near`` is a plan to begin with, of last term or before a repair; how far the outcome lies
    from it costs ``weights.moved``. It may be of demands and rooms that are gone.
    ``comfortable_periods`` of one instructor on one day are not long.
    """

    grid: Grid
    demands: tuple[Demand, ...]
    rooms: tuple[Room, ...]
    instructors: tuple[Instructor, ...] = ()
    groups: tuple[Group, ...] = ()
    locked: tuple[Placement, ...] = ()
    near: tuple[Placement, ...] = ()
    travel: tuple[Travel, ...] = ()
    weights: Weights = Weights()
    comfortable_periods: int = 4

    @cached_property
    def demand_by_id(self) -> dict[str, Demand]:
        return {demand.id: demand for demand in self.demands}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def instructor_by_id(self) -> dict[str, Instructor]:
        return {instructor.id: instructor for instructor in self.instructors}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        return {group.id: group for group in self.groups}
