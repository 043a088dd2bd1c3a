"""The planner from beginning to end: reads, prices, places, covers, explains, and checks."""

from __future__ import annotations

from courses.training.planner.checking import check
from courses.training.planner.collector import collector_at_rest
from courses.training.planner.compiling import Compiled, compile_problem
from courses.training.planner.ledger import Ledger
from courses.training.planner.placeable import most_placed
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Cancelled, Phase, Plan, Progress
from courses.training.planner.reasons import explain
from courses.training.planner.search import Search
from courses.training.planner.timing import Clock
from courses.training.planner.validation import InvalidProblem, defects
from courses.training.planner.violations import Violation
from courses.training.planner.writing import write_plan


class WrongPlan(AssertionError):
    """The checker refused what the search found: an error of the search, never handed out."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(violations)
        self.violations = violations

    def __str__(self) -> str:
        return f"{len(self.violations)} violations, first: {self.violations[:3]}"


@collector_at_rest()
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
    same seed gives the same plan. Both callbacks are called in the caller's thread. Who cancels
    gets the best plan known; it is a valid one, even if it places nobody.

    Raises InvalidProblem with every defect found, WrongPlan if the checker refuses the outcome,
    WorkerDied if a process of the planner ends by itself.
    """
    clock = Clock(seconds=seconds, steps=steps, progress=progress, cancelled=cancelled)
    clock.tell(Phase.READING)
    if found := defects(problem):
        raise InvalidProblem(found)
    compiled = compile_problem(problem)
    ledger, bound = _searched(compiled, clock, seed)
    clock.tell(Phase.REASONS)
    unplaced = explain(problem, compiled, ledger)
    outcome = write_plan(
        problem,
        compiled,
        ledger,
        unplaced=unplaced,
        bound=bound,
        most_placed=most_placed(compiled, unplaced, stopped=clock.is_out),
        clock=clock,
    )
    if violations := check(problem, outcome):
        raise WrongPlan(violations)
    clock.tell(Phase.DONE)
    return outcome


def _searched(compiled: Compiled, clock: Clock, seed: int) -> tuple[Ledger, float]:
    """The best plan and its bound; what else the search holds, prices of everything above all, is
    given back before reasons are looked for."""
    search = Search(compiled, clock, seed=seed)
    search.run()
    return search.ledger, search.bound
