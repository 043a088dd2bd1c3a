"""What the search hands back: placements, and for each demand left over the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from courses.timetable.solver.placement import Placement


class UnplacedReason(StrEnum):
    """Why a demand has no place; the caller words the sentence.

    The first six concern the demand alone, the next five its competition with others.
    """

    NO_START = "no_start"
    """No run of that many open periods begins at an allowed start."""
    NO_ROOM = "no_room"
    """No room of the campus is large enough: needed is the size, available the largest room."""
    NO_ROOM_OF_KIND = "no_room_of_kind"
    """Rooms of the campus are large enough, but none is of the kind or has all the equipment."""
    NOT_AUTHORISED = "not_authorised"
    """Whatever the day, the instructor (``resources``) may not teach all meetings: needed and
    available, on the best day, count meetings."""
    NO_COMMON_TIME = "no_common_time"
    """Instructor and groups (``resources``) are never free together at an open start."""
    NO_ROOM_AT_FREE_TIMES = "no_room_at_free_times"
    """The rooms that would do (``resources``) are taken whenever the people are free."""
    OVER_WEEKLY_LIMIT = "over_weekly_limit"
    """needed and available count periods of the instructor in ``week``: more than the limit."""
    INSTRUCTOR_OVERLOADED = "instructor_overloaded"
    """needed and available count periods of the instructor in ``week``."""
    GROUP_OVERLOADED = "group_overloaded"
    """needed and available count periods of the group in ``week``."""
    ROOMS_OVERLOADED = "rooms_overloaded"
    """needed and available count periods of the rooms ``resources`` in ``week``."""
    CONFLICT = "conflict"
    """The demands of ``conflicting`` and this one can't all be placed; proven."""
    NOT_PROVEN = "not_proven"
    """Not placed and no proof that it can't be: the time was up."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A demand that has no place.

    ``conflicting`` holds the other demands of the set at fault (never this one); ``smallest`` tells
    that no member of the set can be left out. ``resources`` are ids of instructors, groups or
    rooms, as the reason says.
    """

    demand: str
    reason: UnplacedReason
    conflicting: tuple[str, ...] = ()
    smallest: bool = False
    resources: tuple[str, ...] = ()
    needed: int | None = None
    available: int | None = None
    week: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """Soft cost of a plan, the lower the better. Periods are counted over all weeks of the term,
    unless something else is said; `problem.Weights` tells what one unit of each part counts."""

    uneven_days: int = 0
    """Periods on a day beyond that day's fair share of all periods."""
    neighbouring_days: int = 0
    """Pairs of demands that must be apart and fall on successive days."""
    long_days: int = 0
    """For each instructor and day, periods beyond the comfortable ones in the fullest week."""
    idle_periods: int = 0
    """Periods in which an instructor waits between two classes of a day."""
    unwanted_times: int = 0
    """Periods at times that their instructor doesn't want."""
    evening_share: int = 0
    """Evening periods of an instructor beyond a fair share."""
    room_changes: int = 0
    """Rooms of a teaching class beyond the first."""
    spare_seats: int = 0
    """Seats left empty, over all placements."""
    moved: int = 0
    """How far placements lie from those of ``Problem.near``: for another room 1, for another time
    of the same day 1, for another day 1 and the number of days in between."""


@dataclass(frozen=True, slots=True)
class Step:
    """The cost of the best plan that was known after so many seconds."""

    seconds: float
    cost: int


@dataclass(frozen=True, slots=True)
class Solution:
    """``most_placed_proven``: no plan places more. ``stopped``: the caller cancelled the search.

    ``curve`` tells how the cost of the complete plans fell, ``settled`` that the search ended
    because it no longer found anything better, before its time was up. No plan of what is placed
    costs less than ``bound``. ``cpu_seconds`` are those of all processes.
    """

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    cost: Cost
    most_placed_proven: bool
    stopped: bool
    wall_seconds: float
    cpu_seconds: float
    bound: int | None = None
    curve: tuple[Step, ...] = ()
    settled: bool = False
