"""Who owes training, where it is given, and what stands in the way.

All ids are strings, unique among their kind. Money is in whole yuan, periods of a day are counted
from 1. A person who attends a session is away on every day from its first to its last.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

LONGEST_WAIT_MONTHS = 60
"""Whoever has waited longer, or was never trained, counts as having waited so long."""

FIRST_YEAR, LAST_YEAR = datetime.MINYEAR, datetime.MAXYEAR

ONLINE = ""
"""The region of a session to which nobody travels."""


class Span(NamedTuple):
    """Days from ``first`` to ``last``, both included."""

    first: datetime.date
    last: datetime.date


@dataclass(frozen=True, slots=True)
class Programme:
    """``kinds`` of staff are admitted, all if empty. Who takes part must have completed every
    programme of ``requires`` before, earlier in the plan or in the past. A programme that isn't
    ``repeatable`` is open only to those who haven't attended it."""

    id: str
    kinds: frozenset[str] = frozenset()
    requires: frozenset[str] = frozenset()
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """One run (期次) of a programme.

    ``price`` is paid for each seat by the sending institution beside the fare, ``grant`` by the
    province. Fewer than ``least`` participants cost, they are not forbidden.
    """

    id: str
    programme: str
    first_day: datetime.date
    last_day: datetime.date
    hours: int
    seats: int
    region: str = ONLINE
    price: int = 0
    grant: int = 0
    least: int = 0


@dataclass(frozen=True, slots=True)
class Institution:
    id: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Budget:
    """So much ``money`` for sessions that begin in these calendar years, both included; None is any
    year. An ``institution`` pays prices and fares of its people; without one it is the province,
    which pays the grants. Several may hold for a year: each must suffice. What none holds for may
    cost anything."""

    money: int
    institution: str | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def years(self) -> tuple[int, int]:
        return self.first_year or FIRST_YEAR, self.last_year or LAST_YEAR

    def pays_for(self, session: Session) -> bool:
        """As far as the year is concerned."""
        first, last = self.years
        return first <= session.first_day.year <= last


@dataclass(frozen=True, slots=True)
class Department:
    """At most ``most_away`` of its people are at training on any one day; None is no bound."""

    id: str
    institution: str
    most_away: int | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """Seats (名额) of one institution in one session.

    ``most`` is never exceeded; each person beyond ``share``, and each missing at ``least``, costs.
    Without a quota an institution may send as many as there are seats.
    """

    institution: str
    session: str
    most: int | None = None
    share: int | None = None
    least: int = 0


class DepartmentQuota(NamedTuple):
    """At most so many of a department in one session, within its institution's quota. Who is of no
    department, or of one without a quota here, shares what the institution has."""

    department: str
    session: str
    most: int


@dataclass(frozen=True, slots=True)
class Fare:
    """Money for the way there and back; between regions that aren't named there is none to pay."""

    home: str
    region: str
    money: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What is left of the cycle: so many sessions, or so many hours, whichever comes first; with
    ``both`` the two together. What is 0 is not asked for. "2 sessions or 48 h" is
    ``Owed(sessions=2, hours=48)``. A plan gives nobody more than two sessions beyond those fixed.
    """

    sessions: int = 0
    hours: int = 0
    both: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """``last_trained`` None is never. ``attended`` are programmes completed in the past.

    ``fixed`` sessions are settled nominations: kept, counted against everything and towards what
    is owed, and never asked whether the person is admitted. ``forbidden`` ones are never given.
    """

    id: str
    institution: str
    department: str | None = None
    kind: str = ""
    owed: Owed = Owed(sessions=1)
    last_trained: datetime.date | None = None
    attended: frozenset[str] = frozenset()
    unavailable: tuple[Span, ...] = ()
    fixed: tuple[str, ...] = ()
    forbidden: frozenset[str] = frozenset()


class Candidate(NamedTuple):
    """Somebody of the same institution who is qualified on the meeting's date and free by the
    timetable at its periods. ``cost`` is added to what a substitute costs anyway: another
    department, another course."""

    substitute: str
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting (课次) of ``person`` that is missed if the person is at training on its ``date``.

    ``make_ups`` are ids of slots at which its class, a room and the person are free. It needs one
    candidate or one slot.
    """

    id: str
    person: str
    date: datetime.date
    periods: tuple[int, ...]
    candidates: tuple[Candidate, ...] = ()
    make_ups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Substitute:
    """A limit of the periods that somebody takes over in the whole plan; who isn't named has none.
    The id may be that of a person of the plan, who then must not be at training that day."""

    id: str
    most_periods: int | None = None


@dataclass(frozen=True, slots=True)
class MakeUpSlot:
    """A time at which a missed meeting (补课) can be held later or earlier by its own instructor.

    Used once. ``takes`` are the class, its groups, the room: what no other slot may use at the
    same time.
    """

    id: str
    date: datetime.date
    periods: tuple[int, ...]
    takes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """How a missed meeting is taught: by a ``substitute`` or in a make-up ``slot``, one of both."""

    meeting: str
    substitute: str | None = None
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of each part of the cost counts; the units are those of `proposal.Cost`."""

    unplaced: int = 20_000
    waiting: int = 20
    delay: int = 1
    travel: int = 1
    substituting: int = 20
    candidates: int = 1
    making_up: int = 30
    crowding: int = 100
    shortfall: int = 200
    moved: int = 0
    covers_changed: int = 0


@dataclass(frozen=True)
class Problem:
    """``starts_on`` is the day from which delay is counted and until which people have waited.

    A person's sessions lie so far apart that ``days_between`` whole days or more are between them.
    ``settled`` covers are kept wherever their meeting
    is missed. ``near`` and ``near_covers`` are a plan that stands: every person who leaves it costs
    ``weights.moved``, every cover ``weights.covers_changed``; ``near_unplaced`` are people for whom
    it found no place.
    """

    starts_on: datetime.date
    programmes: tuple[Programme, ...]
    sessions: tuple[Session, ...]
    institutions: tuple[Institution, ...]
    people: tuple[Person, ...]
    departments: tuple[Department, ...] = ()
    quotas: tuple[Quota, ...] = ()
    department_quotas: tuple[DepartmentQuota, ...] = ()
    fares: tuple[Fare, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    make_up_slots: tuple[MakeUpSlot, ...] = ()
    settled: tuple[Cover, ...] = ()
    near: tuple[tuple[str, str], ...] = ()
    near_covers: tuple[Cover, ...] = ()
    near_unplaced: frozenset[str] = frozenset()
    days_between: int = 0
    budgets: tuple[Budget, ...] = ()
    weights: Weights = Weights()

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def programme_by_id(self) -> dict[str, Programme]:
        return {programme.id: programme for programme in self.programmes}

    @cached_property
    def session_by_id(self) -> dict[str, Session]:
        return {session.id: session for session in self.sessions}

    @cached_property
    def meeting_by_id(self) -> dict[str, Meeting]:
        return {meeting.id: meeting for meeting in self.meetings}

    @cached_property
    def slot_by_id(self) -> dict[str, MakeUpSlot]:
        return {slot.id: slot for slot in self.make_up_slots}

    @cached_property
    def meetings_of(self) -> dict[str, list[Meeting]]:
        """The meetings of each person, as they are given."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            found[meeting.person].append(meeting)
        return found
