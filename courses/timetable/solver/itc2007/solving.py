"""Solves one instance and judges what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from courses.timetable.solver.annealing.lectures import Lectures
from courses.timetable.solver.annealing.search import Improvement, Outcome, Search
from courses.timetable.solver.annealing.start import NoRoomForAll
from courses.timetable.solver.itc2007.checker import Score, check
from courses.timetable.solver.itc2007.compile import compile_arrays, lectures_of
from courses.timetable.solver.itc2007.model import Instance
from courses.timetable.solver.itc2007.reader import read_solution
from courses.timetable.solver.itc2007.writer import write_solution


class NothingFound(Exception):
    """No plan without clashes; the message is a sentence for people.

    ``outcome`` is that of the search, None if counting was enough.
    """

    def __init__(self, sentence: str, outcome: Outcome | None = None) -> None:
        super().__init__(sentence)
        self.outcome = outcome


class WrongPlan(AssertionError):
    """The checker refused what the search found: an error of the search."""


@dataclass(frozen=True)
class Solved:
    score: Score
    outcome: Outcome


def solve_to_file(
    instance: Instance,
    output: Path,
    *,
    seed: int,
    workers: int,
    seconds: float | None = None,
    moves: int | None = None,
    improved: Callable[[Improvement], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Solved:
    """Write the best plan and judge the file as it stands.

    Raises NothingFound, in which case nothing is written, and WrongPlan.
    """
    search = Search(
        Lectures(compile_arrays(instance)),
        seed=seed,
        workers=workers,
        seconds=seconds,
        moves=moves,
        improved=improved,
        stopped=stopped,
    )
    try:
        outcome = search.run()
    except NoRoomForAll as error:
        course = instance.courses[error.kind].id
        raise NothingFound(
            f"There is no plan: the lectures of {course} and others have too few periods and rooms."
        ) from error
    if outcome.plan is None:
        raise NothingFound(
            f"No plan without clashes was found in {outcome.seconds:.0f} seconds.", outcome
        )
    plan = outcome.plan
    write_solution(output, lectures_of(instance, plan.slots, plan.rooms))
    score = check(instance, read_solution(output))
    if score.hard or score.cost != plan.cost:
        raise WrongPlan(f"the search counted {plan.cost}, the checker {score}")
    return Solved(score, outcome)
