"""Dated meetings of which some can't take place as planned, and everything around them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

Cell: TypeAlias = tuple[str, str, datetime.date, int]
"""Kind and id of a resource, a date, and one period of it."""

Way: TypeAlias = tuple[str, int, str, int]
"""Campus and last period of what ends, campus and first period of what begins after it."""

ROOM, PERSON, GROUP = "room", "person", "group"


class Kind(StrEnum):
    """What becomes of a meeting."""

    STAY = "stay"
    SUBSTITUTE = "substitute"
    ROOM = "room"
    TIME = "time"
    CANCEL = "cancel"


class Emphasis(StrEnum):
    """What a proposal would rather keep."""

    SAME_TIMES = "same_times"
    """Times stay; other people or other rooms."""
    SAME_HANDS = "same_hands"
    """Instructor and room stay; other times."""
    MIXED = "mixed"
    """Whatever disturbs least, meeting by meeting."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting that can still be changed. ``size`` is the number of seats it needs, ``needs`` what
    else its room must offer."""

    id: str
    teaching_class: str
    course: str
    groups: tuple[str, ...]
    person: str
    room: str
    date: datetime.date
    start: int
    periods: int
    size: int
    needs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    campus: str
    capacity: int
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Person:
    """``qualified`` are the dates on which the person may teach; ``courses`` those they teach."""

    id: str
    department: str
    courses: frozenset[str]
    qualified: frozenset[datetime.date]


@dataclass(frozen=True, slots=True)
class Stint:
    """What a person teaches on end on one campus."""

    person: str
    date: datetime.date
    start: int
    periods: int
    campus: str
    teaching_class: str = ""


@dataclass(frozen=True)
class RepairProblem:
    """``dates`` are those to which a meeting may move, ascending, all of them to come; those until
    ``near_until`` are tried first. ``starts`` gives by date, campus and number of periods where a
    meeting may begin. ``taken`` is held by what can't be changed, and holds nothing of what
    ``meetings`` do. ``today`` is the day from which nearness counts.
    """

    today: datetime.date
    meetings: tuple[Meeting, ...]
    rooms: tuple[Room, ...]
    people: tuple[Person, ...]
    dates: tuple[datetime.date, ...]
    near_until: datetime.date
    starts: Mapping[tuple[datetime.date, str, int], frozenset[int]]
    taken: frozenset[Cell] = frozenset()
    away: frozenset[tuple[str, datetime.date]] = frozenset()
    """Person and date."""
    lost: frozenset[tuple[str, datetime.date]] = frozenset()
    """Room and date."""
    unwelcome: frozenset[tuple[datetime.date, str, int]] = frozenset()
    """Date, campus and start that come last: evenings, and what the school rather keeps free."""
    kept_free: frozenset[tuple[str, datetime.date]] = frozenset()
    """Group and date to which nothing of the group moves."""
    besides: tuple[Stint, ...] = ()
    """What people teach that can't be changed any more."""
    most_per_day: Mapping[str, int] = field(default_factory=dict)
    most_per_week: Mapping[str, int] = field(default_factory=dict)
    """Periods by person; whoever isn't named has no limit. What is planned above it may stay."""
    too_far: Mapping[datetime.date, frozenset[Way]] = field(default_factory=dict)
    """By date the ways for which the time between periods is not enough."""
    singles: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many students sit in both of two teaching classes whose groups don't: once for a pair."""
    singles_taken: Mapping[tuple[str, datetime.date, int], frozenset[str]] = field(
        default_factory=dict
    )
    """By teaching class, date and period: single students of it who have something else then."""
    clock: Mapping[tuple[datetime.date, str], Mapping[int, tuple[int, int]]] = field(
        default_factory=dict
    )
    """By date and campus from which minute to which a period lasts; where nothing is said, periods
    of one number are at one time."""

    @cached_property
    def meeting_by_id(self) -> dict[str, Meeting]:
        return {meeting.id: meeting for meeting in self.meetings}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def affected(self) -> tuple[Meeting, ...]:
        """The meetings that can't stay as they are."""
        return tuple(
            meeting
            for meeting in self.meetings
            if (meeting.person, meeting.date) in self.away
            or (meeting.room, meeting.date) in self.lost
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one meeting. A cancelled one keeps the place that it loses."""

    meeting: str
    kind: Kind
    person: str
    room: str
    date: datetime.date
    start: int


class Width(StrEnum):
    """How far the search had to go."""

    NEAR = "near"
    """The affected meetings, to dates until ``near_until``."""
    TERM = "term"
    """The affected meetings, to every date of the term."""
    OTHERS = "others"
    """Other meetings move too, to make room."""


@dataclass(frozen=True, slots=True)
class Unsolved:
    """A meeting that only could be cancelled. ``fit`` people may teach then, ``free`` of those are
    free; ``rooms`` are free then and large enough; ``times`` would have been free for it alone,
    before other affected meetings took them."""

    meeting: str
    fit: int
    free: int
    rooms: int
    times: int


@dataclass(frozen=True, slots=True)
class Repair:
    """``choices`` holds every affected meeting, and others only if they change. ``proven``: nothing
    cheaper is among the options that were looked at."""

    emphasis: Emphasis
    choices: tuple[Choice, ...]
    unsolved: tuple[Unsolved, ...]
    width: Width
    cost: int
    proven: bool
    cpu_seconds: float
