"""Clock times of periods, where those of one number are not at one time on all campuses."""

import datetime
from collections.abc import Iterable

from courses.changes.domain.teaching_days import minute_of
from courses.timetable.domain.bells import Bells
from courses.timetable.models import Room

Minutes = dict[int, tuple[int, int]]


def clock_of(
    bells: Bells, dates: Iterable[datetime.date], rooms: Iterable[Room]
) -> dict[tuple[datetime.date, str], Minutes]:
    """By date and campus (pk as text) from which minute to which each period lasts; nothing where
    all campuses ring alike."""
    if not bells.differ:
        return {}
    # Few schedules hold for many dates.
    known: dict[int, Minutes] = {}
    found = {}
    campuses = {room.campus_id for room in rooms}
    for on in dates:
        for campus in campuses:
            times = bells.on(on, campus)
            if id(times) not in known:
                known[id(times)] = {
                    period: (minute_of(starts), minute_of(ends))
                    for period, (starts, ends) in times.items()
                }
            found[on, str(campus)] = known[id(times)]
    return found
