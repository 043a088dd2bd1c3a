"""空教室: which rooms nobody has at a time."""

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from courses.institutions.models import Campus
from courses.institutions.scopes import ScopedQuerySet
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking, Room

Closed = Callable[[Collection[int], datetime.date], Iterable[int]]
_closed: dict[str, Closed] = {}


def rooms_closed_by(name: str, source: Closed) -> None:
    """A slice above says which rooms can't be used: `source(rooms, date)` gives those of the rooms
    (primary keys) that are closed on the date, in one query. `name` is the source's own, once."""
    _closed[name] = source


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
    """Of `rooms`, those with enough seats that are free in all the periods and not closed on the
    date, the smallest first."""
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
    taken = {room for closed in _closed.values() for room in closed(keys, date)}
    following: dict[int, int] = {}
    for room, period in held:
        if period in asked:
            taken.add(room)
        elif period > asked[-1]:
            following[room] = min(period, following.get(room, period))
    return [FreeRoom(room, following.get(room.pk)) for room in ordered if room.pk not in taken]
