"""The search for a plan, as long work: told of, interrupted, ended early."""

from collections.abc import Callable

from courses.timetable.domain.demands import TermDemands
from courses.timetable.domain.reasons import stage_sentence
from courses.timetable.solver.budget import Stage
from courses.timetable.solver.solution import Solution

Report = Callable[[int, object], None]
"""`progress(percent, message)`; may raise to stop the work."""


def search(
    demands: TermDemands,
    *,
    seconds: float,
    seed: int,
    workers: int,
    progress: Report | None,
    is_stop_asked: Callable[[], bool] | None,
) -> Solution:
    """The best plan of the demands. Whatever `progress` raises stops the search and is raised;
    once there is a plan, `is_stop_asked` may end it, the plan being kept."""
    # ortools and numba take a second or two to load and are only needed here.
    from courses.timetable.solver.search import solve

    interruption: list[BaseException] = []
    costs: list[int] = []

    def tell(percent: int, stage: Stage, best: int | None) -> None:
        if best is not None:
            costs.append(best)
        if progress is None or interruption:
            return
        try:
            progress(percent * 95 // 100, stage_sentence(stage, best))
        except BaseException as error:
            # Raised here it would wait for CP-SAT to use up its time; `cancelled` stops that first.
            interruption.append(error)

    def ends() -> bool:
        return bool(interruption) or bool(costs and is_stop_asked and is_stop_asked())

    solution = solve(
        demands.problem,
        seed=seed,
        workers=workers,
        seconds=seconds,
        progress=tell,
        cancelled=ends,
    )
    if interruption:
        raise interruption[0]
    return solution
