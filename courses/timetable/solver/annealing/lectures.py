"""The landscape of lectures that all take one slot, as in the public benchmark."""

from __future__ import annotations

from dataclasses import dataclass

from courses.timetable.solver.annealing.instance import Instance
from courses.timetable.solver.annealing.kernel import anneal
from courses.timetable.solver.annealing.landscape import Temperatures
from courses.timetable.solver.annealing.start import first_plan
from courses.timetable.solver.annealing.state import State, new_state
from courses.timetable.solver.annealing.tasks import Plan
from courses.timetable.solver.annealing.walk import KernelWalk

SHARES = 56, 64, 72
"""Parts of `kernel.SHARES`: moves to another room, to another slot, chains."""


@dataclass(frozen=True)
class Lectures:
    """Raises `start.NoRoomForAll` from ``prepare`` when there is no plan at all."""

    instance: Instance

    def prepare(self) -> None:
        """Some ten seconds of CPU, if it must compile."""
        self.walk(None, seed=0).anneal(1.0, 1.0, 0)

    def temperatures(self) -> Temperatures:
        """By how many groups an event has: what a move can cost or gain grows with them.

        The figures were found by experiment on the ten instances of the benchmark that are for
        development; see docs/decisions/0014-compiled-search.md.
        """
        groups = self.instance.group_starts[1:] - self.instance.group_starts[:-1]
        touched = max(1.0, float(groups[self.instance.kind_of].mean()))
        scale = self.instance.isolation_weight * touched
        return Temperatures(hot=0.6 * scale, warm=0.2 * scale, cold=0.12, clash_weight=3.0 * scale)

    def walk(self, start: Plan | None, *, seed: int) -> KernelWalk[Instance, State]:
        if start is None:
            slots, rooms = first_plan(self.instance, seed=seed)
        else:
            slots, rooms = start.slots, start.rooms
        state = new_state(self.instance, slots, rooms, seed=seed)
        return KernelWalk(self.instance, state, anneal, SHARES)
