"""Stage two: rooms for demands whose times are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from courses.timetable.solver.budget import Budget, Stage, is_infeasible
from courses.timetable.solver.closeness import too_short_between
from courses.timetable.solver.options import Options, RoomSet
from courses.timetable.solver.problem import Demand, Problem
from courses.timetable.solver.times import Cut, Nogood, RoomCut, Times, active_together


@dataclass(frozen=True)
class RoomPlan:
    """``rooms`` by demand; ``stuck`` are those for whom none was left."""

    rooms: dict[str, str]
    stuck: tuple[str, ...]


def assign_rooms(
    problem: Problem, options: Options, times: Times, budget: Budget, *, until: float
) -> RoomPlan | None:
    """Rooms for as many as can be, then as few spare seats as can be; None if time is up.

    Demands that no chain of overlaps in time connects don't touch each other's rooms, so each
    such part is solved alone: together they take many times longer.
    """
    rooms: dict[str, str] = {}
    left = dict.fromkeys(times)
    while left:
        part = _neighbours(problem, times, next(iter(left)))
        for demand in part:
            del left[demand]
        found = _assign_part(
            problem, options, {demand: times[demand] for demand in part}, budget, until
        )
        if found is None:
            return None
        rooms |= found
    return RoomPlan(rooms, tuple(demand for demand in times if demand not in rooms))


def _assign_part(
    problem: Problem, options: Options, times: Times, budget: Budget, until: float
) -> dict[str, str] | None:
    locked = {lock.demand for lock in problem.locked}
    model, seats = _room_model(problem, options, times, lambda demand: demand in locked)
    # Worth more than all spare seats together, so that a demand is never dropped to save some.
    most_spare = 1 + sum(
        max(problem.rooms[index].capacity for index in choice) for choice in seats.values()
    )
    model.maximize(
        sum(
            (most_spare - problem.rooms[index].capacity + problem.demand_by_id[demand].size) * var
            for demand, choice in seats.items()
            for index, var in choice.items()
        )
    )
    solver = budget.run(model, Stage.ROOMS, until=until)
    if solver is None:
        return None
    return {
        demand: problem.rooms[index].id
        for demand, choice in seats.items()
        for index, var in choice.items()
        if solver.boolean_value(var)
    }


def cuts_for(
    problem: Problem,
    options: Options,
    times: Times,
    stuck: Iterable[str],
    budget: Budget,
    *,
    until: float,
) -> list[Cut]:
    """For each demand that found no room a smallest set that can't have rooms together."""
    cuts: list[Cut] = []
    for demand in stuck:
        core = _neighbours(problem, times, demand)

        def fits(members: list[str]) -> bool:
            chosen = {member: times[member] for member in members}
            model, _ = _room_model(problem, options, chosen, lambda _: True)
            solver = budget.run(model, Stage.ROOMS, until=until, workers=1)
            # Without a proof the member counts as needed: the cut stays valid, only wider.
            return solver is None or not is_infeasible(solver)

        if fits(core):
            continue
        for member in list(core):
            rest = [other for other in core if other != member]
            if not fits(rest):
                core = rest
        cuts.append(_as_cut(problem, options, times, core))
    return cuts


def _room_model(
    problem: Problem, options: Options, times: Times, required: Callable[[str], bool]
) -> tuple[cp_model.CpModel, dict[str, dict[int, cp_model.IntVar]]]:
    model = cp_model.CpModel()
    seats = {
        demand: {index: model.new_bool_var("") for index in _bits(options.rooms[demand][start])}
        for demand, start in times.items()
    }
    for name, choice in seats.items():
        if required(name):
            model.add_exactly_one(choice.values())
        else:
            model.add_at_most_one(choice.values())
    moments: dict[tuple[int, int], list[Demand]] = defaultdict(list)
    for name, (day, first) in times.items():
        demand = problem.demand_by_id[name]
        for period in range(first, first + demand.periods):
            moments[day, period].append(demand)
    for one, other, campuses in _ways(problem, times):
        here, beyond = (
            [
                sum(var for index, var in seats[name].items() if problem.rooms[index].campus == way)
                for way in sorted(campuses)
            ]
            for name in (one, other)
        )
        model.add(here[0] + beyond[1] <= 1)
        model.add(here[1] + beyond[0] <= 1)
    said: set[frozenset[str]] = set()
    for demands in moments.values():
        for _, together in active_together(demands, maximal=True):
            if together in said:
                continue
            said.add(together)
            wanted: dict[int, list[cp_model.IntVar]] = defaultdict(list)
            for name in sorted(together):
                for index, var in seats[name].items():
                    wanted[index].append(var)
            for variables in wanted.values():
                if len(variables) > 1:
                    model.add_at_most_one(variables)
    return model, seats


def _neighbours(problem: Problem, times: Times, demand: str) -> list[str]:
    """All who can have a part in one demand's want of a room: a chain of overlaps in time."""
    reached = [demand]
    for member in reached:
        one = problem.demand_by_id[member]
        for name, start in times.items():
            other = problem.demand_by_id[name]
            if name not in reached and (
                _overlap(one, times[member], other, start)
                or _is_close(problem, one, times[member], other, start)
            ):
                reached.append(name)
    return reached


def _is_close(
    problem: Problem, one: Demand, at: tuple[int, int], other: Demand, then: tuple[int, int]
) -> bool:
    """Whether one instructor teaches both, with too little time between some campuses."""
    return bool(
        problem.travel
        and one.instructor is not None
        and one.instructor == other.instructor
        and one.weeks & other.weeks
        and too_short_between(problem, one, at, other, then)
    )


def _ways(problem: Problem, times: Times) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Pairs of demands, and campuses that they can't be on one each."""
    if not problem.travel:
        return
    taught: dict[tuple[str | None, int], list[str]] = defaultdict(list)
    for name, (day, _) in times.items():
        taught[problem.demand_by_id[name].instructor, day].append(name)
    for names in taught.values():
        for one, other in combinations(names, 2):
            demands = problem.demand_by_id[one], problem.demand_by_id[other]
            if _is_close(problem, demands[0], times[one], demands[1], times[other]):
                for campuses in too_short_between(
                    problem, demands[0], times[one], demands[1], times[other]
                ):
                    yield one, other, campuses


def _overlap(one: Demand, at: tuple[int, int], other: Demand, then: tuple[int, int]) -> bool:
    return bool(
        one.weeks & other.weeks
        and at[0] == then[0]
        and at[1] < then[1] + other.periods
        and then[1] < at[1] + one.periods
    )


def _as_cut(problem: Problem, options: Options, times: Times, core: list[str]) -> Cut:
    """The widest statement the core allows: too few rooms at one moment, else these times only."""
    rooms: RoomSet = 0
    weeks = -1
    first, last = 0, problem.grid.periods_per_day
    for name in core:
        demand, (_, start) = problem.demand_by_id[name], times[name]
        rooms |= options.rooms[name][times[name]]
        weeks &= demand.weeks
        first, last = max(first, start), min(last, start + demand.periods - 1)
    if weeks and first <= last and rooms.bit_count() < len(core):
        week = (weeks & -weeks).bit_length()
        return RoomCut(rooms, week, times[core[0]][0], first)
    return Nogood(tuple(sorted((name, times[name]) for name in core)))


def _bits(mask: RoomSet) -> list[int]:
    return [index for index in range(mask.bit_length()) if mask >> index & 1]
