"""What no plan of some demands can be below: they are put on days only, by CP-SAT.

What depends on days alone (uneven, neighbouring and long days) is counted as it is, the rest as if
each demand could have the cheapest time of its day and the cheapest room. Clashes are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import ceil

from ortools.sat.python import cp_model

from courses.timetable.solver.budget import Budget, Stage, is_infeasible
from courses.timetable.solver.closeness import days_apart
from courses.timetable.solver.cost import (
    distance,
    fair_shares,
    load,
    sibling_pairs,
    unwanted_periods,
)
from courses.timetable.solver.options import Options
from courses.timetable.solver.problem import Demand, Problem
from courses.timetable.solver.times import active_together

EFFORT = 1.0
"""Deterministic seconds of CP-SAT. A proof that isn't through by then still bounds."""

Days = dict[int, cp_model.IntVar]


def bound_by_days(
    problem: Problem, options: Options, names: Iterable[str], budget: Budget, *, until: float
) -> int:
    """A cost that no plan of these demands is below; 0 where there was no time to find one."""
    model = cp_model.CpModel()
    costs = {name: _cheapest(problem, options, name) for name in sorted(names)}
    on: dict[str, Days] = {
        name: {day: model.new_bool_var("") for day in days} for name, days in costs.items()
    }
    for days in on.values():
        model.add_exactly_one(days.values())
    _keep_apart(model, problem, on)
    parts: list[cp_model.LinearExprT] = [
        cost * on[name][day] for name, days in costs.items() for day, cost in days.items() if cost
    ]
    parts += _uneven_days(model, problem, on)
    parts += _neighbouring_days(model, problem, on)
    parts += _days_of_instructors(model, problem, on)
    model.minimize(sum(parts))
    solver = budget.run(model, Stage.BOUNDING, until=until, workers=1, effort=EFFORT)
    if solver is None or is_infeasible(solver):
        return 0
    return max(0, ceil(solver.best_objective_bound - 1e-6))


def _cheapest(problem: Problem, options: Options, name: str) -> dict[int, int]:
    """The days that a demand may have, each with what its cheapest place there costs: spare seats,
    unwanted times, and the distance from the plan before."""
    demand, weights = problem.demand_by_id[name], problem.weights
    person = problem.instructor_by_id.get(demand.instructor or "")
    unwanted = person.unwanted if person is not None else ()
    before = next((place for place in problem.near if place.demand == name), None)
    rooms = [
        weights.spare_seats * max(0, room.capacity - demand.size)
        + (weights.moved * (room.id != before.room) if before else 0)
        for room in problem.rooms
    ]
    cheapest: dict[int, int] = {}
    found: dict[int, int] = {}
    for (day, start), mask in options.rooms[name].items():
        if mask not in cheapest:
            cheapest[mask] = min(cost for index, cost in enumerate(rooms) if mask >> index & 1)
        cost = cheapest[mask]
        if unwanted:
            cost += weights.unwanted_times * unwanted_periods(demand, day, start, unwanted)
        if before is not None:
            cost += weights.moved * distance(before, day=day, start=start)
        found[day] = min(cost, found.get(day, cost))
    return found


def _keep_apart(model: cp_model.CpModel, problem: Problem, on: dict[str, Days]) -> None:
    for (one, other), apart in days_apart(problem).items():
        if one in on and other in on:
            for first in range(1, problem.grid.days + 1):
                near = range(first, first + apart)
                model.add_at_most_one(
                    taken for name in (one, other) for day, taken in on[name].items() if day in near
                )


def _uneven_days(
    model: cp_model.CpModel, problem: Problem, on: dict[str, Days]
) -> list[cp_model.LinearExprT]:
    loads = {name: load(problem.demand_by_id[name]) for name in on}
    most = sum(loads.values())
    found: list[cp_model.LinearExprT] = []
    for day, share in fair_shares(problem).items():
        beyond = model.new_int_var(0, max(0, most - share), "")
        taught = [loads[name] * days[day] for name, days in on.items() if day in days]
        model.add(beyond >= sum(taught) - share)
        found.append(problem.weights.uneven_days * beyond)
    return found


def _neighbouring_days(
    model: cp_model.CpModel, problem: Problem, on: dict[str, Days]
) -> list[cp_model.LinearExprT]:
    found: list[cp_model.LinearExprT] = []
    for pair in sibling_pairs(problem):
        if not {*pair} <= on.keys():
            continue
        beside = model.new_bool_var("")
        for first, then in (pair, pair[::-1]):
            for day, taken in on[first].items():
                if day + 1 in on[then]:
                    model.add(beside >= taken + on[then][day + 1] - 1)
        found.append(problem.weights.neighbouring_days * beside)
    return found


def _days_of_instructors(
    model: cp_model.CpModel, problem: Problem, on: dict[str, Days]
) -> list[cp_model.LinearExprT]:
    """Long days; and the limits of a day are kept."""
    taught: dict[str, list[Demand]] = defaultdict(list)
    for name in on:
        demand = problem.demand_by_id[name]
        if demand.instructor is not None:
            taught[demand.instructor].append(demand)
    found: list[cp_model.LinearExprT] = []
    for key, mine in taught.items():
        person = problem.instructor_by_id.get(key)
        most = None if person is None else person.most_per_day
        together = active_together(mine, maximal=True)
        for day in range(1, problem.grid.days + 1):
            beyond = model.new_int_var(0, sum(one.periods for one in mine), "")
            for _, names in together:
                periods = sum(
                    one.periods * on[one.id][day]
                    for one in mine
                    if one.id in names and day in on[one.id]
                )
                model.add(beyond >= periods - problem.comfortable_periods)
                if most is not None:
                    model.add(periods <= most)
            found.append(problem.weights.long_days * beyond)
    return found
