"""When meetings may begin on the dates to come, and on which of them not everybody may meet."""

import datetime
from collections.abc import Iterable, Mapping

from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells, ClockTimes
from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.domain.day_layout import layout_of
from courses.timetable.domain.free_weeks import weeks_kept_free
from courses.timetable.domain.scheduling_rules import usual_keep_free
from courses.timetable.enums import DayPart
from courses.timetable.models import Room


def starts_of(
    term: Term,
    coming: Mapping[datetime.date, TimetableDay],
    rooms: Iterable[Room],
    lengths: set[int],
    bells: Bells,
) -> tuple[
    dict[tuple[datetime.date, str, int], frozenset[int]],
    frozenset[tuple[datetime.date, str, int]],
]:
    """Where meetings of each length may begin, and which of these starts come last: evenings, and
    those that lie in what the school's rule keeps free."""
    keep_free = usual_keep_free(term)
    found: dict[tuple[datetime.date, str, int], frozenset[int]] = {}
    unwelcome: set[tuple[datetime.date, str, int]] = set()
    campuses = {room.campus_id for room in rooms}
    for on, day in coming.items():
        for campus in campuses:
            times: ClockTimes = bells.on(on, campus)
            layout = layout_of(times, periods=len(times))
            for length in lengths:
                found[on, str(campus), length] = layout.starts(length)
            late = layout.parts.get(DayPart.EVENING, ())
            closed = {
                period for weekday, period in layout.closed(keep_free) if weekday == day.weekday
            }
            unwelcome |= {(on, str(campus), first) for first in closed.union(late)}
    return found, frozenset(unwelcome)


def kept_free_by(
    term: Term, coming: Mapping[datetime.date, TimetableDay], groups: Mapping[int, list[int]]
) -> frozenset[tuple[str, datetime.date]]:
    """Administrative classes (pk as text) and the dates that lie in weeks which they keep free."""
    weeks = weeks_kept_free(term, {pk for each in groups.values() for pk in each})
    return frozenset(
        (str(pk), on)
        for pk, kept in weeks.items()
        for on, day in coming.items()
        if kept >> (day.week - 1) & 1
    )
