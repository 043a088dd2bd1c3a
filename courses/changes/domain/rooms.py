"""Rooms that are free for all of some meetings, hold the class and are what it asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.changes.domain.audience import seats_needed
from courses.changes.domain.occupancy import Occupancy
from courses.changes.domain.room_needs import rooms_that_fit
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Meeting, Room

SHOWN = 12


@dataclass(frozen=True)
class RoomChoice:
    room: Room
    same_campus: bool
    seats: int

    @property
    def value(self) -> str:
        return str(self.room.public_id)

    @property
    def reasons(self) -> list[str]:
        return [
            _("same campus") if self.same_campus else _("another campus"),
            _("%(seats)d seats for %(students)d students")
            % {"seats": self.room.capacity, "students": self.seats},
        ]


def free_rooms(meetings: Sequence[Meeting], *, most: int = SHOWN) -> list[RoomChoice]:
    """The same campus first, then the smallest that fits the class. The meetings are of one class,
    with names. Five queries."""
    first = meetings[0]
    seats = seats_needed(first.teaching_class_id)
    rooms = [room for room in rooms_that_fit(first, seats=seats) if room.pk != first.room_id]
    dates = [one.date for one in meetings]
    taken = Occupancy.read(
        {ResourceKind.ROOM: [room.pk for room in rooms]},
        institution=first.institution_id,
        first=min(dates),
        last=max(dates),
    )
    free = [
        RoomChoice(room, room.campus_id == first.room.campus_id, seats)
        for room in rooms
        if all(
            taken.is_free(
                ResourceKind.ROOM,
                room.pk,
                one.date,
                range(one.first_period, one.first_period + one.periods),
            )
            for one in meetings
        )
    ]
    return sorted(free, key=lambda one: (not one.same_campus, one.room.capacity))[:most]
