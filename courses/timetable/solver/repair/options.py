"""What could become of each meeting, with the places of some meetings given up."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property

from courses.timetable.solver.repair.bearing import Bearing
from courses.timetable.solver.repair.cost import Prices
from courses.timetable.solver.repair.problem import (
    GROUP,
    PERSON,
    ROOM,
    Cell,
    Choice,
    Kind,
    Meeting,
    RepairProblem,
    Room,
)

# The best so many of each kind; a meeting that finds none of these is looked at more widely.
MOST_PEOPLE, MOST_ROOMS, MOST_TIMES, ROOMS_A_TIME = 12, 8, 40, 3


def cells_of(meeting: Meeting, choice: Choice) -> Iterator[Cell]:
    """What the meeting takes if that becomes of it."""
    if choice.kind == Kind.CANCEL:
        return
    resources = [(ROOM, choice.room), (PERSON, choice.person)]
    resources += [(GROUP, group) for group in meeting.groups]
    for kind, resource in resources:
        for period in range(choice.start, choice.start + meeting.periods):
            yield kind, resource, choice.date, period


def as_planned(meeting: Meeting) -> Choice:
    return Choice(meeting.id, Kind.STAY, meeting.person, meeting.room, meeting.date, meeting.start)


class Places:
    """Who holds which cell, asked with the meetings ``freed`` out of the way."""

    def __init__(self, problem: RepairProblem) -> None:
        self.problem = problem
        self.bearing = Bearing(problem)
        self.holder: dict[Cell, str] = {
            cell: meeting.id
            for meeting in problem.meetings
            for cell in cells_of(meeting, as_planned(meeting))
        }

    @cached_property
    def rooms(self) -> list[Room]:
        """The smallest first."""
        return sorted(self.problem.rooms, key=lambda room: (room.capacity, room.id))

    def in_the_way(self, cells: Iterable[Cell], freed: Collection[str]) -> set[str] | None:
        """Meetings that hold one of the cells; None where something does that can't move."""
        found: set[str] = set()
        for cell in cells:
            if cell in self.problem.taken:
                return None
            holder = self.holder.get(cell)
            if holder is not None and holder not in freed:
                found.add(holder)
        return found

    def is_free(self, cells: Iterable[Cell], freed: Collection[str]) -> bool:
        return self.in_the_way(cells, freed) == set()

    def fits(self, meeting: Meeting, choice: Choice, freed: Collection[str]) -> bool:
        """Everything is free, and the person can bear it."""
        return self.is_free(cells_of(meeting, choice), freed) and self.bearing.bears(
            meeting, choice, freed
        )

    def possible_people(self, meeting: Meeting) -> list[str]:
        """Who may teach the meeting instead, free or not."""
        return [
            person.id
            for person in self.problem.people
            if person.id != meeting.person
            and meeting.date in person.qualified
            and (person.id, meeting.date) not in self.problem.away
        ]

    def possible_rooms(self, meeting: Meeting, date: datetime.date, start: int) -> list[Room]:
        """Rooms that hold the class and can be entered then, free or not: the present one first,
        then those of its campus."""
        campus = self.problem.room_by_id[meeting.room].campus
        # Where it begins now it may begin, however odd the start.
        same = {campus} if (date, start) == (meeting.date, meeting.start) else set()
        found = [
            room
            for room in self.rooms
            # The class sits in its present room, whatever the number of seats there.
            if (self._suits(room, meeting) or room.id == meeting.room)
            and (room.id, date) not in self.problem.lost
            and (
                room.campus in same
                or start in self.problem.starts.get((date, room.campus, meeting.periods), ())
            )
        ]
        found.sort(key=lambda room: (room.id != meeting.room, room.campus != campus))
        return found

    @staticmethod
    def _suits(room: Room, meeting: Meeting) -> bool:
        return room.capacity >= meeting.size and meeting.needs <= room.offers

    def possible_times(
        self, meeting: Meeting, *, until: datetime.date
    ) -> Iterator[tuple[datetime.date, int]]:
        """Other times at which the instructor may teach, free or not."""
        person = self.problem.person_by_id.get(meeting.person)
        if person is None:
            return
        campuses = {room.campus for room in self.problem.rooms}
        for date in self.problem.dates:
            if date > until:
                return
            if date not in person.qualified or (person.id, date) in self.problem.away:
                continue
            if any((group, date) in self.problem.kept_free for group in meeting.groups):
                continue
            starts: set[int] = set()
            for campus in campuses:
                starts |= self.problem.starts.get((date, campus, meeting.periods), frozenset())
            for start in sorted(starts):
                if (date, start) != (meeting.date, meeting.start):
                    yield date, start


def choices_of(
    meeting: Meeting,
    places: Places,
    prices: Prices,
    *,
    freed: Collection[str],
    until: datetime.date,
    kinds: Collection[Kind],
) -> list[Choice]:
    """The choices of a meeting, of these kinds, the best of each."""
    problem = places.problem
    planned = as_planned(meeting)
    person_away = (meeting.person, meeting.date) in problem.away
    room_lost = (meeting.room, meeting.date) in problem.lost
    found: list[Choice] = []
    if Kind.STAY in kinds and not person_away and not room_lost:
        found.append(planned)
    if Kind.SUBSTITUTE in kinds and not room_lost:
        found += _substitutes(meeting, places, prices, freed)
    if Kind.ROOM in kinds and not person_away:
        found += _rooms(meeting, places, freed)
    if Kind.TIME in kinds:
        found += _times(meeting, places, prices, freed, until)
    if Kind.CANCEL in kinds:
        found.append(
            Choice(
                meeting.id, Kind.CANCEL, meeting.person, meeting.room, meeting.date, meeting.start
            )
        )
    return found


def _substitutes(
    meeting: Meeting, places: Places, prices: Prices, freed: Collection[str]
) -> list[Choice]:
    found = [
        choice
        for person in places.possible_people(meeting)
        if places.fits(
            meeting,
            choice := Choice(
                meeting.id, Kind.SUBSTITUTE, person, meeting.room, meeting.date, meeting.start
            ),
            freed,
        )
    ]
    return _cheapest(found, prices, MOST_PEOPLE)


def _rooms(meeting: Meeting, places: Places, freed: Collection[str]) -> list[Choice]:
    rooms = places.possible_rooms(meeting, meeting.date, meeting.start)
    found = [
        choice
        for room in rooms
        if room.id != meeting.room
        and places.fits(
            meeting,
            choice := Choice(
                meeting.id, Kind.ROOM, meeting.person, room.id, meeting.date, meeting.start
            ),
            freed,
        )
    ]
    return found[:MOST_ROOMS]


def _times(
    meeting: Meeting,
    places: Places,
    prices: Prices,
    freed: Collection[str],
    until: datetime.date,
) -> list[Choice]:
    best: list[list[Choice]] = []
    for date, start in places.possible_times(meeting, until=until):
        people = Choice(meeting.id, Kind.TIME, meeting.person, "", date, start)
        if not places.is_free(_without_room(meeting, people), freed):
            continue
        if not places.bearing.has_time(meeting, meeting.person, date, freed):
            continue
        with_room = [
            choice
            for room in places.possible_rooms(meeting, date, start)
            if places.fits(
                meeting,
                choice := Choice(meeting.id, Kind.TIME, meeting.person, room.id, date, start),
                freed,
            )
        ]
        if with_room:
            best.append(with_room[:ROOMS_A_TIME])
    best.sort(
        key=lambda choices: (
            prices.of_choice(choices[0]) + prices.elsewhere.besides(choices[0], freed)
        )
    )
    return [choice for choices in best[:MOST_TIMES] for choice in choices]


def _without_room(meeting: Meeting, choice: Choice) -> Iterator[Cell]:
    return (cell for cell in cells_of(meeting, choice) if cell[0] != ROOM)


def _cheapest(found: list[Choice], prices: Prices, most: int) -> list[Choice]:
    # Sorted is stable: equal ones keep the order in which people were given.
    return sorted(found, key=prices.of_choice)[:most]
