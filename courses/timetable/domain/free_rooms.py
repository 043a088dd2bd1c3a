"""空教室: which rooms nobody has at a time."""

import datetime
from dataclasses import dataclass

from courses.institutions.models import Campus
from courses.institutions.scopes import ScopedQuerySet
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Room


@dataclass(frozen=True)
class FreeRoom:
    """A room, and the period before which it must be left again (None: free for the rest of the
    day)."""

    room: Room
    next_taken: int | None


def free_rooms(
    rooms: ScopedQuerySet,
    *,
    date: datetime.date,
    first_period: int,
    periods: int,
    seats: int = 0,
    campus: Campus | None = None,
) -> list[FreeRoom]:
    """Of `rooms`, those with enough seats that are free in all the periods, the smallest first."""
    asked = range(first_period, first_period + periods)
    found = rooms.filter(capacity__gte=seats)
    if campus is not None:
        found = found.filter(campus=campus)
    ordered = list(found.select_related("campus").order_by("capacity", "campus__name", "name"))
    keys = [room.pk for room in ordered]
    bookings = Booking.objects.filter(
        kind=ResourceKind.ROOM, date=date, period__gte=first_period, resource_id__in=keys
    )
    held = [
        *bookings.values_list("resource_id", "period"),
        *(
            (busy.resource_id, busy.period)
            for busy in busy_between({ResourceKind.ROOM: keys}, first=date, last=date)
        ),
    ]
    taken: set[int] = set()
    following: dict[int, int] = {}
    for room, period in held:
        if period in asked:
            taken.add(room)
        elif period > asked[-1]:
            following[room] = min(period, following.get(room, period))
    return [FreeRoom(room, following.get(room.pk)) for room in ordered if room.pk not in taken]
