"""The search: times first, then rooms, then reasons for what is left over."""

from __future__ import annotations

from collections.abc import Callable

from courses.timetable.solver.problem import Problem
from courses.timetable.solver.solution import Solution

Progress = Callable[[int, str], None]


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

    With ``workers=1`` and an ``effort`` that is used up before ``seconds`` (wall time), the same
    seed gives the same plan; ``effort`` is in CP-SAT's deterministic seconds.
    ``progress(percent, stage)`` and ``cancelled()`` are called in the caller's thread.
    A cancelled search returns the best plan so far with ``stopped`` set.

    Raises InvalidProblem when `validation.defects` finds any, and WrongPlan if the checker refuses
    the outcome, which would be an error of the search.
    """
    raise NotImplementedError
