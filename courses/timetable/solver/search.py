"""The search: a complete plan, then a pleasant one, then reasons for what is left over."""

from __future__ import annotations

from collections.abc import Callable

from courses.timetable.solver.bounding import bound_by_days
from courses.timetable.solver.budget import Budget, Progress, Stage
from courses.timetable.solver.checker import Violation, check
from courses.timetable.solver.cost import measure
from courses.timetable.solver.counting import fewest_left_out, overloads
from courses.timetable.solver.improving import first_plan, fullest_plan, improve, prepare
from courses.timetable.solver.options import find_options
from courses.timetable.solver.placing import place_most
from courses.timetable.solver.problem import Problem
from courses.timetable.solver.reasons import explain
from courses.timetable.solver.solution import Solution
from courses.timetable.solver.times import Cut
from courses.timetable.solver.validation import InvalidProblem, defects

# Share of the budget by which the plan is as good as it gets: reasons take what is left.
IMPROVED_WITH_REASONS, IMPROVED = 0.85, 0.97

# The most of it that is spent on a bound beforehand.
BOUNDED = 0.1


class WrongPlan(AssertionError):
    """The checker refused what the search found: an error of the search, never handed out."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} violations, first: {violations[:3]}")
        self.violations = violations


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

    A compiled local search looks for a plan of everything; where it finds none, CP-SAT places as
    many as can be and says why the others can't. It ends early when nothing better can be, by a
    bound that CP-SAT finds beforehand, or when nothing better was found for long.

    With an ``effort`` that is used up before ``seconds`` (wall time), the same seed and number of
    workers (one, where not everything can be placed) give the same plan; a unit of it is a
    deterministic second of CP-SAT or half a million moves.
    ``progress(percent, stage, best cost)`` and ``cancelled()`` are called in the caller's thread,
    several times a second. A cancelled search returns the best plan so far with ``stopped`` set.

    Raises InvalidProblem when `validation.defects` finds any, and WrongPlan if the checker
    refuses the outcome, which would be an error of the search.
    """
    found = defects(problem)
    if found:
        raise InvalidProblem(found)
    # Before the clock starts: compiling after an update may take longer than what was given.
    prepare()
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
    # Where counting shows that not all fit, a plan of everything need not be looked for.
    complete = None
    if not counted and budget.spent < 1.0:
        complete = first_plan(problem, options, budget)
    if complete is not None:
        placements, proven = complete, True
    else:
        many = problem.locked
        if budget.spent < 1.0 and options.rooms:
            many = fullest_plan(problem, options, budget)
        proven = len(many) == len(options.rooms) - fewest_left_out(problem, options)
        placements = many
        if not proven:
            placements, proven = place_most(problem, options, many, bool(counted), cuts, budget)
    placed = {place.demand for place in placements}
    left = [demand for demand in options.rooms if demand not in placed]
    until = IMPROVED_WITH_REASONS if left else IMPROVED
    soon = min(until, budget.spent + BOUNDED)
    bound = bound_by_days(problem, options, placed, budget, until=soon)
    better = improve(problem, options, placements, budget, bound=bound, until=until)
    if better is not None:
        placements = better.placements
    reasons = explain(problem, options, placed, left, counted, cuts, budget)
    placements = tuple(sorted(placements))
    solution = Solution(
        placements=placements,
        unplaced=(*options.hopeless, *reasons),
        cost=measure(problem, placements),
        most_placed_proven=proven,
        stopped=budget.stopped,
        wall_seconds=budget.wall_seconds,
        cpu_seconds=budget.cpu_seconds,
        bound=better.bound if better is not None else None,
        curve=better.curve if better is not None else (),
        settled=better is not None and better.settled,
    )
    violations = check(problem, solution)
    if violations:
        raise WrongPlan(violations)
    budget.tell(100, Stage.DONE)
    return solution
