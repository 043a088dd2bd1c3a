"""What the search hands back: placements, and for each demand left over the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from courses.timetable.solver.placement import Placement


class UnplacedReason(StrEnum):
    """Why a demand has no place; the caller words the sentence.

    The first four concern the demand alone, the next four its competition with others.
    """

    NO_START = "no_start"
    """No run of that many open periods begins at an allowed start."""
    NO_ROOM = "no_room"
    """No room of the campus is large enough: needed is the size, available the largest room."""
    NO_COMMON_TIME = "no_common_time"
    """Instructor and groups (``resources``) are never free together at an open start."""
    NO_ROOM_AT_FREE_TIMES = "no_room_at_free_times"
    """The rooms that would do (``resources``) are taken whenever the people are free."""
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
    """Soft cost of a plan, the lower the better; see `cost.measure`."""

    uneven_days: int
    neighbouring_days: int
    long_days: int
    spare_seats: int


@dataclass(frozen=True, slots=True)
class Solution:
    """``most_placed_proven``: no plan places more. ``stopped``: the caller cancelled the search."""

    placements: tuple[Placement, ...]
    unplaced: tuple[Unplaced, ...]
    cost: Cost
    most_placed_proven: bool
    stopped: bool
    wall_seconds: float
    cpu_seconds: float
