"""How the periods of a day lie: morning, afternoon, evening."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells, ClockTimes
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayPart

NOON = datetime.time(12, 0)
EVENING = datetime.time(18, 0)


@dataclass(frozen=True)
class DayLayout:
    """`parts` holds the period numbers of each part of the day, ascending."""

    periods: int
    parts: dict[DayPart, tuple[int, ...]]

    def starts(self, length: int) -> frozenset[int]:
        """First periods at which `length` periods may begin: side by side from the first of each
        part, so that a double period never spans a lunch break nor splits another."""
        return frozenset(
            first
            for numbers in self.parts.values()
            for first in numbers[::length]
            if first + length - 1 <= numbers[-1]
        )

    def periods_of(self, parts: Iterable[str]) -> frozenset[int]:
        """The periods of some parts of the day."""
        return frozenset(period for part in parts for period in self.parts.get(DayPart(part), ()))

    def closed(self, keep_free: Collection[tuple[int, str]]) -> frozenset[tuple[int, int]]:
        """(weekday, period) pairs of the parts of days that are to stay free."""
        return frozenset(
            (weekday, period) for weekday, part in keep_free for period in self.periods_of([part])
        )


def layout_of(times: ClockTimes, *, periods: int) -> DayLayout:
    parts: dict[DayPart, list[int]] = {}
    for number, (starts, _ends) in sorted(times.items()):
        if number > periods:
            break
        part = (
            DayPart.MORNING
            if starts < NOON
            else DayPart.AFTERNOON
            if starts < EVENING
            else DayPart.EVENING
        )
        parts.setdefault(part, []).append(number)
    return DayLayout(periods, {part: tuple(numbers) for part, numbers in parts.items()})


def term_layout(term: Term, bells: Bells, campus_ids: Iterable[int | None]) -> DayLayout:
    """The layout that holds on every campus throughout the term: as many periods as the shortest
    schedule has. Raises TimetableRefused where no schedule is in force."""
    schedules = [
        times for campus in {None, *campus_ids} for times in bells.in_term(term, campus) if times
    ]
    if not schedules:
        raise TimetableRefused(
            _("No bell schedule is in force on %(date)s. Enter the bell times first.")
            % {"date": term.first_monday.isoformat()}
        )
    return layout_of(schedules[0], periods=min(len(times) for times in schedules))
