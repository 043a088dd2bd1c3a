"""Days on which a demand loses no meeting to dates on which its instructor may not teach."""

from __future__ import annotations

from courses.timetable.solver.problem import DayWeeks, Demand, Problem
from courses.timetable.weeks import WeekSet


def is_authorised(problem: Problem, demand: Demand, day: int) -> bool:
    """Whether enough meetings on the day may be taught by the demand's instructor."""
    taught, may = meetings_on(problem, demand, day)
    return taught == may or not demand.meetings or may.bit_count() >= demand.meetings


def meetings_on(problem: Problem, demand: Demand, day: int) -> tuple[WeekSet, WeekSet]:
    """The weeks in which it would meet on the day; those of them in which its instructor may."""
    taught = demand.weeks & ~_weeks(problem.grid.untaught, day)
    person = problem.instructor_by_id.get(demand.instructor or "")
    return taught, taught & ~_weeks(person.unauthorised if person else (), day)


def _weeks(days: tuple[DayWeeks, ...], day: int) -> WeekSet:
    found = 0
    for one in days:
        if one.day == day:
            found |= one.weeks
    return found
