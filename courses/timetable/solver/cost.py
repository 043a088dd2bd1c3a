"""How pleasant a plan is. The weights are a first choice; institutions will set their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import gcd

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Demand, Problem
from courses.timetable.solver.solution import Cost
from courses.timetable.weeks import count_weeks, weeks_in

COMFORTABLE_PERIODS = 4
"""Periods of one instructor on one day beyond which the day is long."""

NEIGHBOUR_WEIGHT = 16
LONG_DAY_WEIGHT = 16


def measure(problem: Problem, placements: Iterable[Placement]) -> Cost:
    """The soft cost of a plan.

    - ``uneven_days``: periods × weeks that lie on a day beyond that day's fair share.
    - ``neighbouring_days``: pairs of demands that must be apart and fall on successive days.
    - ``long_days``: for each instructor and day, periods above `COMFORTABLE_PERIODS` in the
      fullest week.
    - ``spare_seats``: seats left empty, over all placements.
    """
    places = {placement.demand: placement for placement in placements}
    loads: dict[int, int] = defaultdict(int)
    taught: dict[tuple[str, int, int], int] = defaultdict(int)
    spare = 0
    for place in places.values():
        demand = problem.demand_by_id[place.demand]
        loads[place.day] += load(demand)
        spare += problem.room_by_id[place.room].capacity - demand.size
        if demand.instructor is not None:
            for week in weeks_in(demand.weeks):
                taught[demand.instructor, place.day, week] += demand.periods
    fullest: dict[tuple[str, int], int] = defaultdict(int)
    for (instructor, day, _), periods in taught.items():
        fullest[instructor, day] = max(fullest[instructor, day], periods)
    shares = fair_shares(problem)
    return Cost(
        uneven_days=sum(max(0, loads[day] - share) for day, share in shares.items()),
        neighbouring_days=sum(
            abs(places[one].day - places[other].day) == 1
            for one, other in sibling_pairs(problem)
            if one in places and other in places
        ),
        long_days=sum(max(0, periods - COMFORTABLE_PERIODS) for periods in fullest.values()),
        spare_seats=spare,
    )


def total(cost: Cost) -> int:
    """The part of the cost that depends on times alone, weighted."""
    return (
        cost.uneven_days
        + NEIGHBOUR_WEIGHT * cost.neighbouring_days
        + LONG_DAY_WEIGHT * cost.long_days
    )


def load(demand: Demand) -> int:
    """Periods over the whole term."""
    return demand.periods * count_weeks(demand.weeks)


def fair_shares(problem: Problem) -> dict[int, int]:
    """For each day its share of all periods to be taught, by how many of its periods are open.

    Rounded up to what the demands' loads can add up to, so that an even plan costs nothing.
    """
    grid = problem.grid
    open_periods = {
        day: sum((day, period) not in grid.closed for period in range(1, grid.periods_per_day + 1))
        for day in range(1, grid.days + 1)
    }
    loads = [load(demand) for demand in problem.demands]
    step = gcd(*loads) or 1
    all_open = max(1, sum(open_periods.values()))
    return {
        day: -(-sum(loads) * count // (all_open * step)) * step
        for day, count in open_periods.items()
    }


def sibling_pairs(problem: Problem) -> list[tuple[str, str]]:
    """Pairs of demands that must fall on different days, each pair once."""
    return sorted(
        {
            (min(demand.id, other), max(demand.id, other))
            for demand in problem.demands
            for other in demand.apart_from
        }
    )
