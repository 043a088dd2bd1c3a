"""Why a demand could not be placed: first by counting, then by a smallest conflicting set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from courses.timetable.solver.budget import Budget, Stage, is_infeasible
from courses.timetable.solver.counting import reach
from courses.timetable.solver.options import Options
from courses.timetable.solver.problem import Demand, Problem
from courses.timetable.solver.solution import Unplaced, UnplacedReason
from courses.timetable.solver.times import Cut, TimeModel


def explain(
    problem: Problem,
    options: Options,
    placed: Iterable[str],
    unplaced: list[str],
    counted: dict[str, Unplaced],
    cuts: list[Cut],
    budget: Budget,
) -> list[Unplaced]:
    """One reason for each unplaced demand, none of them guessed.

    ``counted`` holds what `counting.overloads` has found.
    """
    placed = sorted(placed)
    reasons = {demand: counted[demand] for demand in unplaced if demand in counted}
    hard = [demand for demand in unplaced if demand not in counted]
    known: list[list[str]] = []
    for index, demand in enumerate(hard):
        # What is left of the budget is shared out, so that one hard case leaves some for the rest.
        until = budget.spent + (1 - budget.spent) / (len(hard) - index)
        circles = [*known, *_circles(problem, options, placed, demand)]
        conflict = _conflict(problem, options, circles, demand, cuts, budget, until)
        reasons[demand] = conflict or Unplaced(demand, UnplacedReason.NOT_PROVEN)
        if conflict is not None:
            known.append(list(conflict.conflicting))
    return list(reasons.values())


def _conflict(
    problem: Problem,
    options: Options,
    circles: list[list[str]],
    demand: str,
    cuts: list[Cut],
    budget: Budget,
    until: float,
) -> Unplaced | None:
    """The smallest set found that can't be placed together, looked for in each circle in turn.

    Those placed can be placed together, so every such set holds the demand itself.
    """
    for circle in circles:
        half = budget.spent + (until - budget.spent) / 2
        core = _core(problem, options, [demand, *circle], cuts, budget, half)
        if core is None:
            continue
        core, smallest = _shrink(problem, options, core, demand, cuts, budget, until)
        return Unplaced(
            demand,
            UnplacedReason.CONFLICT,
            conflicting=tuple(sorted(set(core) - {demand})),
            smallest=smallest,
            resources=_shared(problem, core),
        )
    return None


def _circles(
    problem: Problem, options: Options, placed: list[str], demand: str
) -> Iterator[list[str]]:
    """Wider and wider sets of placed demands that may stand in the way."""
    one = problem.demand_by_id[demand]
    own = reach(options, demand)
    others = [problem.demand_by_id[name] for name in placed]

    def same_instructor(other: Demand) -> bool:
        return one.instructor is not None and other.instructor == one.instructor

    def same_people(other: Demand) -> bool:
        return (
            same_instructor(other)
            or not set(other.groups).isdisjoint(one.groups)
            or other.id in one.apart_from
            or demand in other.apart_from
        )

    def same_rooms(other: Demand) -> bool:
        return same_people(other) or not reach(options, other.id) & ~own

    seen: set[tuple[str, ...]] = set()
    for near in (same_instructor, same_people, same_rooms, lambda _: True):
        circle = tuple(other.id for other in others if near(other))
        if circle not in seen:
            seen.add(circle)
            yield list(circle)


def _core(
    problem: Problem,
    options: Options,
    demands: list[str],
    cuts: list[Cut],
    budget: Budget,
    until: float,
) -> list[str] | None:
    """A part of the demands that can't be placed together, or None if none was proven."""
    times = TimeModel(problem, options, demands, cuts)
    literals = times.assume()
    solver = budget.run(times.model, Stage.REASONS, until=until, workers=1)
    if solver is None or not is_infeasible(solver):
        return None
    core = {literals[index] for index in solver.sufficient_assumptions_for_infeasibility()}
    return [demand for demand in demands if demand in core] or demands


def _shrink(
    problem: Problem,
    options: Options,
    core: list[str],
    demand: str,
    cuts: list[Cut],
    budget: Budget,
    until: float,
) -> tuple[list[str], bool]:
    """Leave out members one by one; the flag tells whether each left was shown to be needed."""
    smallest = True
    for member in [name for name in core if name != demand]:
        if member not in core:
            continue
        rest = [name for name in core if name != member]
        times = TimeModel(problem, options, rest, cuts)
        literals = times.assume()
        solver = budget.run(times.model, Stage.REASONS, until=until, workers=1)
        if solver is None:
            smallest = False
        elif is_infeasible(solver):
            left = {literals[index] for index in solver.sufficient_assumptions_for_infeasibility()}
            core = [name for name in rest if name in left] or rest
    return core, smallest


def _shared(problem: Problem, core: list[str]) -> tuple[str, ...]:
    """The instructor and groups that every demand of the set has."""
    demands = [problem.demand_by_id[name] for name in core]
    shared = set.intersection(*(set(demand.groups) for demand in demands))
    instructors = {demand.instructor for demand in demands}
    return (*(name for name in instructors if len(instructors) == 1 and name), *sorted(shared))
