"""The search: times first, then rooms, then reasons for what is left over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from courses.timetable.solver.budget import Budget, Progress, Stage, is_infeasible, is_optimal
from courses.timetable.solver.checker import Violation, check
from courses.timetable.solver.cost import measure, total
from courses.timetable.solver.counting import overloads
from courses.timetable.solver.options import Options, find_options
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Problem
from courses.timetable.solver.reasons import explain
from courses.timetable.solver.rooms import assign_rooms, cuts_for
from courses.timetable.solver.solution import Solution
from courses.timetable.solver.times import Cut, TimeModel, Times
from courses.timetable.solver.validation import InvalidProblem, defects

# Shares of the budget by which each part must be through.
ALL_AT_ONCE, MOST, PLACED, IMPROVED = 0.35, 0.55, 0.65, 0.85


class WrongPlan(AssertionError):
    """The checker refused what the search found: an error of the search, never handed out."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} violations, first: {violations[:3]}")
        self.violations = violations


@dataclass(frozen=True)
class _Plan:
    times: Times
    rooms: dict[str, str]

    def placements(self) -> tuple[Placement, ...]:
        return tuple(
            Placement(demand, *self.times[demand], room)
            for demand, room in sorted(self.rooms.items())
        )


def solve(
    problem: Problem,
    *,
    seed: int = 0,
    workers: int = 2,
    seconds: float = 30.0,
    effort: float | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Solution:
    """Place as many demands as can be, then make the plan pleasant.

    It ends early when the best plan is proven. With ``workers=1`` and an ``effort`` that is used
    up before ``seconds`` (wall time), the same seed gives the same plan; ``effort`` is in
    CP-SAT's deterministic seconds. ``progress(percent, stage)`` and ``cancelled()`` are called in
    the caller's thread, several times a second. A cancelled search returns the best plan so far
    with ``stopped`` set.

    Raises InvalidProblem when `validation.defects` finds any, and WrongPlan if the checker
    refuses the outcome, which would be an error of the search.
    """
    found = defects(problem)
    if found:
        raise InvalidProblem(found)
    budget = Budget(
        seconds=seconds,
        effort=effort,
        workers=workers,
        seed=seed,
        progress=progress,
        cancelled=cancelled,
    )
    budget.tell(0, Stage.TIMES)
    options = find_options(problem)
    cuts: list[Cut] = []
    counted = overloads(problem, options)
    plan, proven = _place(problem, options, bool(counted), cuts, budget)
    left = [demand for demand in options.rooms if demand not in plan.rooms]
    plan = _improve(problem, options, plan, cuts, budget, until=IMPROVED if left else 0.97)
    reasons = explain(problem, options, plan.rooms, left, counted, cuts, budget)
    placements = plan.placements()
    solution = Solution(
        placements=placements,
        unplaced=(*options.hopeless, *reasons),
        cost=measure(problem, placements),
        most_placed_proven=proven,
        stopped=budget.stopped,
        wall_seconds=budget.wall_seconds,
        cpu_seconds=budget.cpu_seconds,
    )
    violations = check(problem, solution)
    if violations:
        raise WrongPlan(violations)
    budget.tell(100, Stage.DONE)
    return solution


def _place(
    problem: Problem, options: Options, overloaded: bool, cuts: list[Cut], budget: Budget
) -> tuple[_Plan, bool]:
    """The plan that places most, and whether that is proven. Adds the cuts it learns to ``cuts``.

    Times are found with rooms only counted; if rooms then fail, the reason comes back as a cut.
    """
    best = _Plan(
        {lock.demand: (lock.day, lock.start) for lock in problem.locked},
        {lock.demand: lock.room for lock in problem.locked},
    )
    times: Times = best.times
    # Where counting shows that not all fit, CP-SAT need not spend its time on proving it.
    all_fit = not overloaded
    while True:
        times_found, all_fit, proven = _most_times(problem, options, times, all_fit, cuts, budget)
        if times_found is None:
            return best, False
        times = times_found
        rooms = assign_rooms(problem, options, times, budget, until=PLACED)
        if rooms is None:
            return best, False
        if len(rooms.rooms) > len(best.rooms) or not rooms.stuck:
            best = _Plan({demand: times[demand] for demand in rooms.rooms}, rooms.rooms)
        if not rooms.stuck:
            return best, proven
        learned = cuts_for(problem, options, times, rooms.stuck, budget, until=PLACED)
        if not learned:
            return best, False
        cuts += learned


def _most_times(
    problem: Problem,
    options: Options,
    near: Times,
    all_fit: bool,
    cuts: list[Cut],
    budget: Budget,
) -> tuple[Times | None, bool, bool]:
    """Starts for all demands, else for as many as can be.

    Returns the starts, whether all demands may still fit, and whether it is proven that no more
    can be placed.
    """
    if all_fit:
        times = TimeModel(problem, options, options.rooms, cuts)
        times.require(options.rooms.keys())
        times.hint(near)
        solver = budget.run(times.model, Stage.TIMES, until=ALL_AT_ONCE)
        if solver is not None and not is_infeasible(solver):
            return times.read(solver), True, True
        all_fit = False
    times = TimeModel(problem, options, options.rooms, cuts)
    times.require({lock.demand for lock in problem.locked})
    times.maximize_placed()
    times.hint(near)
    solver = budget.run(times.model, Stage.TIMES, until=MOST)
    if solver is None or is_infeasible(solver):
        return None, all_fit, False
    return times.read(solver), all_fit, is_optimal(solver)


def _improve(
    problem: Problem,
    options: Options,
    plan: _Plan,
    cuts: list[Cut],
    budget: Budget,
    *,
    until: float,
) -> _Plan:
    """Move the placed demands to better times, keeping every one of them placed."""
    present = total(measure(problem, plan.placements()))
    while present > 0 and plan.rooms:
        times = TimeModel(problem, options, plan.rooms, cuts)
        times.require(plan.rooms.keys())
        times.minimize_cost()
        times.hint(plan.times)
        solver = budget.run(times.model, Stage.IMPROVING, until=until)
        if solver is None or is_infeasible(solver):
            return plan
        better = times.read(solver)
        if solver.objective_value >= present:
            return plan
        rooms = assign_rooms(problem, options, better, budget, until=0.99)
        if rooms is None:
            return plan
        if not rooms.stuck:
            return _Plan(better, rooms.rooms)
        learned = cuts_for(problem, options, better, rooms.stuck, budget, until=until)
        if not learned:
            return plan
        cuts += learned
    return plan
