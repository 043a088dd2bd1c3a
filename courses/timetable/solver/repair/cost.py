"""What a change costs: the nearer a meeting, the more a change of it disturbs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from courses.timetable.solver.repair.elsewhere import Elsewhere
from courses.timetable.solver.repair.problem import (
    Choice,
    Emphasis,
    Kind,
    Meeting,
    Person,
    RepairProblem,
)

CANCELLED = 100_000
"""Hours that stay owed are worse than any number of changes."""

CHANGED = 30
"""That a meeting changes at all; kinds and details only decide between changes."""

NEAR = ((2, 4), (7, 3), (14, 2))
"""Until so many days ahead a change counts so many times; later ones once."""

KINDS: Mapping[Emphasis, Mapping[Kind, int]] = {
    Emphasis.SAME_TIMES: {Kind.SUBSTITUTE: 5, Kind.ROOM: 5, Kind.TIME: 300},
    Emphasis.SAME_HANDS: {Kind.SUBSTITUTE: 300, Kind.ROOM: 300, Kind.TIME: 5},
    # Of what is near the time is kept, for a whole class would have to rearrange its day; later a
    # colleague who knows neither course nor class is the greater trouble.
    Emphasis.MIXED: {Kind.SUBSTITUTE: 4, Kind.ROOM: 4, Kind.TIME: 14},
}

NEW_HAND = 12
"""Each further person who stands in for a class."""

PER_WEEK_AWAY, OTHER_WEEKDAY, OTHER_ROOM, OTHER_CAMPUS, UNWELCOME, WEEKEND = 4, 2, 1, 12, 8, 12
OTHER_DEPARTMENT, NEW_TO_COURSE = 6, 6
PERIODS_FOR_ONE = 2
"""So many periods that a substitute teaches in that week count one."""

MOST_LOAD = 15
SATURDAY = 6


def nearness(problem: RepairProblem, date: datetime.date) -> int:
    """How many times a change that begins on the date counts."""
    days = (date - problem.today).days
    return next((times for until, times in NEAR if days <= until), 1)


@dataclass(frozen=True)
class Prices:
    """The price of every choice under one emphasis."""

    problem: RepairProblem
    emphasis: Emphasis
    loads: Mapping[tuple[str, int], int]
    """Periods by person and week, as planned before."""
    elsewhere: Elsewhere

    @cached_property
    def _roomless(self) -> frozenset[Meeting]:
        """Meetings whose room is lost."""
        lost = self.problem.lost
        return frozenset(each for each in self.problem.meetings if (each.room, each.date) in lost)

    @classmethod
    def of(cls, problem: RepairProblem, emphasis: Emphasis) -> Prices:
        loads: dict[tuple[str, int], int] = {}
        for meeting in problem.meetings:
            key = meeting.person, week_of(meeting.date)
            loads[key] = loads.get(key, 0) + meeting.periods
        return cls(problem, emphasis, loads, Elsewhere(problem))

    def of_choice(self, choice: Choice) -> int:
        """Without what new hands cost, and students who would have two meetings at once."""
        if choice.kind == Kind.STAY:
            return 0
        meeting = self.problem.meeting_by_id[choice.meeting]
        times = nearness(self.problem, min(meeting.date, choice.date))
        if choice.kind == Kind.CANCEL:
            return CANCELLED * meeting.periods + CHANGED * times
        changed = times * (CHANGED + self._kind(meeting, choice))
        return changed + self._room(meeting, choice) + self._detail(meeting, choice)

    def _kind(self, meeting: Meeting, choice: Choice) -> int:
        kinds = KINDS[self.emphasis]
        # Moved to keep its room, and yet in another one: then the room alone had better change.
        gives_up = self.emphasis == Emphasis.SAME_HANDS and choice.kind == Kind.TIME
        if gives_up and choice.room != meeting.room and meeting in self._roomless:
            return kinds[Kind.ROOM] + kinds[Kind.TIME]
        return kinds[choice.kind]

    def of_repair(self, choices: Iterable[Choice]) -> int:
        chosen = list(choices)
        alone = sum(map(self.of_choice, chosen)) + NEW_HAND * len(hands(self.problem, chosen))
        return alone + self.elsewhere.of_outcome(chosen)

    def _detail(self, meeting: Meeting, choice: Choice) -> int:
        if choice.kind == Kind.TIME:
            return self._time(meeting, choice)
        if choice.kind == Kind.SUBSTITUTE:
            before = self.problem.person_by_id.get(meeting.person)
            return self._person(meeting, before, self.problem.person_by_id[choice.person])
        return 0

    def _room(self, meeting: Meeting, choice: Choice) -> int:
        if choice.room == meeting.room:
            return 0
        rooms = self.problem.room_by_id
        same = rooms[choice.room].campus == rooms[meeting.room].campus
        return OTHER_ROOM if same else OTHER_CAMPUS

    def _time(self, meeting: Meeting, choice: Choice) -> int:
        cost = PER_WEEK_AWAY * abs(week_of(choice.date) - week_of(meeting.date))
        cost += OTHER_WEEKDAY * (choice.date.isoweekday() != meeting.date.isoweekday())
        cost += WEEKEND * (choice.date.isoweekday() >= SATURDAY)
        campus = self.problem.room_by_id[choice.room].campus
        return cost + UNWELCOME * ((choice.date, campus, choice.start) in self.problem.unwelcome)

    def _person(self, meeting: Meeting, before: Person | None, person: Person) -> int:
        load = self.loads.get((person.id, week_of(meeting.date)), 0) // PERIODS_FOR_ONE
        known = before is not None and before.department == person.department != ""
        return (
            min(load, MOST_LOAD)
            + OTHER_DEPARTMENT * (not known)
            + NEW_TO_COURSE * (meeting.course not in person.courses)
        )


def hands(problem: RepairProblem, choices: Iterable[Choice]) -> set[tuple[str, str]]:
    """Classes with each of the people who stand in for them."""
    return {
        (problem.meeting_by_id[choice.meeting].teaching_class, choice.person)
        for choice in choices
        if choice.kind == Kind.SUBSTITUTE
    }


def week_of(date: datetime.date) -> int:
    """The number of the week, from Monday, since the beginning of the calendar."""
    return (date.toordinal() - 1) // 7
