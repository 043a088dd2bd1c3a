"""The planner from beginning to end: reads, prices, places, covers, explains, and checks."""

from __future__ import annotations

import resource
import time

import numpy as np

from courses.training.planner.checking import Violation, check
from courses.training.planner.compiling import compile_problem
from courses.training.planner.greedy import first_plan
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Cancelled, Phase, Plan, Progress, Report
from courses.training.planner.reasons import explain
from courses.training.planner.smoothing import find_prices
from courses.training.planner.validation import InvalidProblem, defects
from courses.training.planner.writing import write_plan


class WrongPlan(AssertionError):
    """The checker refused what the search found: an error of the search, never handed out."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} violations, first: {violations[:3]}")
        self.violations = violations


def plan(
    problem: Problem,
    *,
    seconds: float = 60.0,
    seed: int = 1,
    steps: int | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Plan:
    """Propose who goes where and who teaches meanwhile, within so many wall seconds.

    With ``steps`` the search is bounded by rounds of improvement and not by the clock, and the
    same seed gives the same plan. Both callbacks are called in the caller's thread.

    Raises InvalidProblem with every defect found, WrongPlan if the checker refuses the outcome.
    """
    began, cpu_began = time.monotonic(), time.process_time()
    if found := defects(problem):
        raise InvalidProblem(found)
    compiled = compile_problem(problem)
    pricing = Pricing(compiled)

    def stopped() -> bool:
        late = steps is None and time.monotonic() - began > 0.8 * seconds
        return late or bool(cancelled and cancelled())

    if progress:
        progress(Report(5, Phase.BOUNDING, 0))
    prices, bound = find_prices(pricing, stopped=stopped)
    if bound == -np.inf:
        bound = pricing.bound(Prices.none(compiled))
    ledger = first_plan(pricing, prices)
    unplaced = explain(problem, compiled, ledger)
    alone = sum(1 for one in unplaced if one.alone)
    outcome = write_plan(
        problem,
        compiled,
        ledger,
        unplaced=unplaced,
        bound=bound,
        most_placed=compiled.people - alone,
        curve=(),
        first_complete=time.monotonic() - began,
        stopped=bool(cancelled and cancelled()),
        wall_seconds=time.monotonic() - began,
        cpu_seconds=time.process_time() - cpu_began,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    if violations := check(problem, outcome):
        raise WrongPlan(violations)
    if progress:
        progress(Report(100, Phase.DONE, compiled.people - len(unplaced), outcome.total))
    return outcome
