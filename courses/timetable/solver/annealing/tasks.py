"""What a worker is asked to do and what it answers; all of it goes from process to process."""

from __future__ import annotations

from dataclasses import dataclass

from courses.timetable.solver.annealing.instance import Ints

NONE_YET = 2**40
"""The best cost as long as no plan without clashes was seen."""


@dataclass(frozen=True)
class Plan:
    """A plan without clashes; ``cost`` is soft."""

    cost: int
    slots: Ints
    rooms: Ints


@dataclass(frozen=True)
class Task:
    """One cooling from ``hot`` to ``cold``, for so many moves, or so many seconds if given, or
    for whichever is over first if both are.

    It begins with ``start``, or with a first plan of its own if that is None, and ends before its
    time with a plan that costs ``enough``.
    """

    number: int
    seed: int
    hot: float
    cold: float
    clash_weight: float
    moves: int | None
    seconds: float | None = None
    start: Plan | None = None
    enough: int = 0


@dataclass(frozen=True)
class Report:
    """``plan`` is the best of the task so far, None if nothing was without clashes.

    ``moves`` and ``cpu_seconds`` (of the worker's process since its start) are counters.
    ``done`` marks the last report of a task.
    """

    task: int
    plan: Plan | None
    moves: int
    cpu_seconds: float
    done: bool
