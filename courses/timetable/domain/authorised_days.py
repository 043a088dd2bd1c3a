"""On which days of a term its instructors may teach: asked before anything is placed."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import product

from courses.qualifications.domain import Authorisation, AuthorisationsOverTime
from courses.teaching.models import Term
from courses.timetable.domain.calendar import TimetableDay, dates_of, place_of
from courses.timetable.solver.authority import is_authorised
from courses.timetable.solver.options import find_options, open_starts
from courses.timetable.solver.problem import DayWeeks, Demand, Problem
from courses.timetable.weeks import WeekSet, every_week, weeks_in


class AuthorisedDays:
    """Answers for some staff (pks) and the days of the plain week; read once, in one query.

    A day is lost where the date that teaches it would block the person's meeting, as in
    `unauthorised`: what is undecided, or only not on record, is for the office and loses nothing.
    """

    def __init__(
        self,
        term: Term,
        staff: Collection[int],
        *,
        dates: dict[TimetableDay, datetime.date],
        days: int,
    ) -> None:
        self.dates = dates
        self._days, self._weeks = days, term.weeks
        self._taught: dict[int, WeekSet] = defaultdict(int)
        for day in dates:
            self._taught[day.weekday] |= 1 << (day.week - 1)
        self._lost: dict[tuple[int, int], WeekSet] = defaultdict(int)
        # A holiday counts by its own date, so that no week behind a lapse is taken for a good one.
        own_dates = {place_of(term, on): on for on in dates_of(term)} | dates
        self._answers = AuthorisationsOverTime(
            staff, first=min(own_dates.values()), last=max(own_dates.values())
        )
        for person in staff:
            for first, end in self._answers.blocked(person):
                for day in [day for day, on in own_dates.items() if first <= on < end]:
                    self._lost[person, day.weekday] |= 1 << (day.week - 1)

    def taught(self, weekday: int) -> WeekSet:
        """The weeks in which some date teaches the weekday."""
        return self._taught.get(weekday, 0)

    def lost(self, staff: int, weekday: int) -> WeekSet:
        """The weeks in which the person may not teach on the weekday."""
        return self._lost.get((staff, weekday), 0)

    def dates_lacking(
        self, staff: int, days: Iterable[int], weeks: WeekSet, *, meetings: int
    ) -> int:
        """How many of that many weekly meetings the person couldn't teach even on the best day."""
        lacking = []
        for day in days:
            taught = weeks & self.taught(day)
            may = (taught & ~self.lost(staff, day)).bit_count()
            lacking.append(max(0, min(meetings, taught.bit_count()) - may))
        return min(lacking)

    @property
    def untaught(self) -> tuple[DayWeeks, ...]:
        """The days of the search's week that no date teaches."""
        every = every_week(1, self._weeks)
        return tuple(
            DayWeeks(day, weeks)
            for day in range(1, self._days + 1)
            if (weeks := every & ~self.taught(day))
        )

    def unauthorised(self, staff: int) -> tuple[DayWeeks, ...]:
        """The days of the search's week that the person loses."""
        return tuple(
            DayWeeks(day, weeks)
            for day in range(1, self._days + 1)
            if (weeks := self.lost(staff, day))
        )

    def first_lost(
        self, staff: int, days: Iterable[int], weeks: WeekSet
    ) -> tuple[datetime.date, Authorisation, Authorisation | None]:
        """The first such date that is lost, why, and by what the person may teach before it."""
        first = min(
            self.dates[TimetableDay(week, day)]
            for day in days
            for week in weeks_in(self.lost(staff, day) & self.taught(day) & weeks)
        )
        return first, self._answers.on(staff, first), self._answers.allowed_before(staff, first)


def excused(problem: Problem) -> Problem:
    """The problem in which no demand goes without a place only because its instructor may not
    teach all of its meetings, on whichever day: it is placed as if the instructor might."""
    narrowed = [one for one in problem.demands if _is_narrowed(problem, one)]
    if not narrowed:
        return problem
    options = find_options(replace(problem, demands=tuple(narrowed)))
    days: Mapping[str, set[int]] = {
        key: {day for day, _ in starts} for key, starts in options.rooms.items()
    }
    free = {entry.demand for entry in options.hopeless}
    for demand in narrowed:
        for other in demand.apart_from:
            if demand.id in days and other in days:
                pairs = product(days[demand.id], days[other])
                if all(abs(one - two) < demand.days_apart for one, two in pairs):
                    free |= {demand.id, other}
    return replace(
        problem,
        demands=tuple(
            replace(one, meetings=0) if one.id in free else one for one in problem.demands
        ),
    )


def days_open(problem: Problem, demand: Demand) -> tuple[set[int], set[int]]:
    """The days on which the demand could begin somewhere; those of them that lose no meeting."""
    open_days = {day for day, _ in open_starts(problem, demand)}
    return open_days, {day for day in open_days if is_authorised(problem, demand, day)}


def _is_narrowed(problem: Problem, demand: Demand) -> bool:
    if not problem.instructor_by_id[demand.instructor or ""].unauthorised:
        return False
    open_days, left = days_open(problem, demand)
    return left != open_days
