"""Carries one task out: cools a plan down, little by little."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np

from courses.timetable.solver.annealing.instance import Instance
from courses.timetable.solver.annealing.kernel import anneal
from courses.timetable.solver.annealing.start import first_plan
from courses.timetable.solver.annealing.state import BEST_SOFT, CLASHES, NONE_YET, State, new_state
from courses.timetable.solver.annealing.tasks import Plan, Report, Task

STEP = 20_000
"""Moves between two temperatures: some milliseconds."""

ROOM_SHARE, SLOT_SHARE, CHAIN_SHARE = 56, 64, 72
"""Parts of `kernel.SHARES`."""

MOST_WEIGHT = 30.0
"""How far the weight of a clash may grow, as a multiple of the task's."""


def cool(instance: Instance, task: Task, *, stopped: Callable[[], bool]) -> Iterator[Report]:
    """Reports each improvement, and the end. ``stopped()`` is asked after every step.

    With ``task.seconds`` the temperature follows the clock, so that a busy machine ends with a
    cold plan too; else it follows the moves, and the same task gives the same plan.
    """
    if task.start is None:
        slots, rooms = first_plan(instance, seed=task.seed)
    else:
        slots, rooms = task.start.slots, task.start.rooms
    state = new_state(instance, slots, rooms, seed=task.seed)
    began = time.monotonic()
    weight, known, moves, share = task.clash_weight, NONE_YET, 0, 0.0
    while share < 1.0 and not stopped():
        temperature = task.hot * (task.cold / task.hot) ** share
        step = STEP if task.seconds is not None else min(STEP, task.moves - moves)
        _anneal(instance, state, temperature, weight, step)
        moves += step
        if state.totals[CLASHES] > 0:
            weight = min(weight * 1.2, task.clash_weight * MOST_WEIGHT)
        else:
            weight = max(weight / 1.2, task.clash_weight)
        if task.seconds is not None:
            share = (time.monotonic() - began) / task.seconds
        else:
            share = moves / task.moves
        best = int(state.totals[BEST_SOFT])
        if best < known:
            known = best
            yield _report(task, state, moves, done=False)
        if known == 0:
            break
    yield _report(task, state, moves, done=True)


def compile_search(instance: Instance) -> None:
    """Compile what `cool` runs, some ten seconds of CPU, or load what was compiled before."""
    state = new_state(instance, *first_plan(instance, seed=0), seed=0)
    _anneal(instance, state, 1.0, 1.0, 0)


def _anneal(
    instance: Instance, state: State, temperature: float, clash_weight: float, moves: int
) -> None:
    """Always the same types, or numba would compile a second time."""
    anneal(
        instance,
        state,
        float(temperature),
        float(clash_weight),
        int(moves),
        ROOM_SHARE,
        SLOT_SHARE,
        CHAIN_SHARE,
    )


def _report(task: Task, state: State, moves: int, *, done: bool) -> Report:
    cost = int(state.totals[BEST_SOFT])
    plan = None
    if cost < NONE_YET:
        plan = Plan(cost, np.copy(state.best_slot), np.copy(state.best_room))
    return Report(task.number, plan, moves, time.process_time(), done)
