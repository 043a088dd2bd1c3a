"""A made-up province whose money is given for each year."""

from __future__ import annotations

import datetime
from dataclasses import replace

from courses.training.planner.problem import Budget, Problem, Span

HALF_A_YEAR = datetime.timedelta(weeks=26)
EARLY, LATE = 90, 100


def over_two_years(problem: Problem) -> Problem:
    """The same half a year earlier, so that its sessions begin in two years. The province pays 90 %
    of the seats of the first year and all of the second; each institution may spend in a year the
    part of what it has that the year has of the seats."""
    earlier = problem.starts_on - HALF_A_YEAR
    sessions = tuple(
        replace(one, first_day=one.first_day - HALF_A_YEAR, last_day=one.last_day - HALF_A_YEAR)
        for one in problem.sessions
    )
    moved = replace(
        problem,
        starts_on=earlier,
        sessions=sessions,
        people=tuple(
            replace(
                one,
                last_trained=one.last_trained and one.last_trained - HALF_A_YEAR,
                unavailable=tuple(
                    Span(first - HALF_A_YEAR, last - HALF_A_YEAR) for first, last in one.unavailable
                ),
            )
            for one in problem.people
        ),
        meetings=tuple(replace(one, date=one.date - HALF_A_YEAR) for one in problem.meetings),
        make_up_slots=tuple(
            replace(one, date=one.date - HALF_A_YEAR) for one in problem.make_up_slots
        ),
        budgets=(),
    )
    every = sum(one.seats for one in sessions)
    budgets = []
    for year, part in ((earlier.year, EARLY), (earlier.year + 1, LATE)):
        own = [one for one in sessions if one.first_day.year == year]
        granted = sum(one.grant * one.seats for one in own) * part // 100
        budgets.append(Budget(granted, None, year, year))
        seats = sum(one.seats for one in own)
        budgets += [
            Budget(one.money * seats // every, one.institution, year, year)
            for one in problem.budgets
            if one.institution is not None
        ]
    return replace(moved, budgets=tuple(budgets))
