"""What the search in `annealing` sees of a school's problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

import numpy as np

from courses.timetable.solver.annealing.instance import Ints
from courses.timetable.solver.annealing.landscape import Temperatures
from courses.timetable.solver.annealing.tasks import Plan
from courses.timetable.solver.annealing.walk import KernelWalk
from courses.timetable.solver.patterns.arrays import Arrays
from courses.timetable.solver.patterns.kernel import anneal, begin, keep_possible
from courses.timetable.solver.patterns.state import LIFTED, State, empty_state

SHARES = 64, 64, 48
"""Parts of `kernel.SHARES`: moves to another room, to another time, exchanges."""

PatternWalk: TypeAlias = KernelWalk[Arrays, State]

Place: TypeAlias = tuple[int, int]
"""Slot and room."""


@dataclass(frozen=True)
class Patterns:
    """``arrays`` must have a place for every meeting."""

    arrays: Arrays

    def prepare(self) -> None:
        """Some twenty seconds of CPU, if it must compile."""
        walk = self.walk(None, seed=0)
        walk.anneal(1.0, 1.0, 0)
        self.without_clashes(walk, [])

    def temperatures(self) -> Temperatures:
        """By what moving one meeting typically costs: its periods on an overfull day."""
        arrays = self.arrays
        typical = float(np.median(arrays.load)) if len(arrays.load) else 1.0
        scale = max(1.0, typical * max(1, arrays.weight_uneven))
        return Temperatures(
            hot=1.0 * scale, warm=0.3 * scale, cold=0.02 * scale, clash_weight=2.0 * scale
        )

    def lower_bound(self) -> int:
        """What no plan can be below: the cheapest time and the cheapest room of each meeting."""
        arrays = self.arrays
        far = np.int32(2**30)
        slots = np.where(arrays.allowed > 0, arrays.slot_cost, far).min(axis=1, initial=far)
        rooms = np.where(arrays.suits > 0, arrays.room_cost, far).min(axis=1, initial=far)
        return int(slots.astype(np.int64).sum() + rooms.astype(np.int64).sum())

    def walk(self, start: Plan | None, *, seed: int) -> PatternWalk:
        if start is not None:
            return self.at(start.slots, start.rooms, seed=seed)
        random = Random(seed)  # noqa: S311 - not a secret
        arrays = self.arrays
        return self.at(
            _any_of_each(arrays.slot_starts, arrays.slot_items, random),
            _any_of_each(arrays.room_starts, arrays.room_items, random),
            seed=seed,
        )

    def at(self, slots: Ints, rooms: Ints, *, seed: int) -> PatternWalk:
        """A walk that begins with this plan, whatever clashes in it."""
        state = empty_state(self.arrays, seed=seed)
        begin(self.arrays, state, slots.astype(np.int32), rooms.astype(np.int32))
        return KernelWalk(self.arrays, state, anneal, SHARES)

    def without_clashes(self, walk: PatternWalk, order: Sequence[int]) -> dict[int, Place]:
        """Slots and rooms of as many of the meetings as can stay or find another place, those that
        come first in ``order`` before others."""
        state = empty_state(self.arrays, seed=0)
        first = np.array(order, np.int32)
        keep_possible(self.arrays, state, walk.state.slot, walk.state.room, first)
        return {
            meeting: (int(state.slot[meeting]), int(state.room[meeting]))
            for meeting in order
            if state.slot[meeting] != LIFTED
        }


def _any_of_each(starts: Ints, items: Ints, random: Random) -> Ints:
    rows = zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    return np.array([items[random.randrange(start, end)] for start, end in rows], np.int32)
