"""Carries one task out: cools a plan down, little by little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from courses.timetable.solver.annealing.landscape import Landscape, Walk
from courses.timetable.solver.annealing.tasks import NONE_YET, Report, Task

STEP = 20_000
"""Moves between two temperatures: some milliseconds."""

MOST_WEIGHT = 30.0
"""How far the weight of a clash may grow, as a multiple of the task's."""


def cool(landscape: Landscape, task: Task, *, stopped: Callable[[], bool]) -> Iterator[Report]:
    """Reports each improvement, and the end. ``stopped()`` is asked after every step.

    With ``task.seconds`` the temperature follows the clock, so that a busy machine ends with a
    cold plan too; with ``task.moves`` alone it follows the moves, and the same task gives the
    same plan.
    """
    walk = landscape.walk(task.start, seed=task.seed)
    began = time.monotonic()
    weight, known, moves, share = task.clash_weight, NONE_YET, 0, 0.0
    while share < 1.0 and not stopped():
        temperature = task.hot * (task.cold / task.hot) ** share
        step = STEP if task.moves is None else min(STEP, task.moves - moves)
        walk.anneal(temperature, weight, step)
        moves += step
        if walk.clashes > 0:
            weight = min(weight * 1.2, task.clash_weight * MOST_WEIGHT)
        else:
            weight = max(weight / 1.2, task.clash_weight)
        share = 0.0 if task.moves is None else moves / task.moves
        if task.seconds is not None:
            share = max(share, (time.monotonic() - began) / task.seconds)
        if walk.best_cost < known:
            known = walk.best_cost
            yield _report(task, walk, moves, done=False)
        if known == task.enough:
            break
    yield _report(task, walk, moves, done=True)


def _report(task: Task, walk: Walk, moves: int, *, done: bool) -> Report:
    plan = walk.best() if walk.best_cost < NONE_YET else None
    return Report(task.number, plan, moves, time.process_time(), done)
