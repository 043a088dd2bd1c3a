"""A plan in arrays, with the compiled function that changes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from courses.timetable.solver.annealing.instance import Ints
from courses.timetable.solver.annealing.tasks import Plan

CLASHES, SOFT, BEST_SOFT = 0, 1, 2
"""Places in the ``totals`` of a state."""


class Counted(Protocol):
    """What every state has, beside the counts of its own."""

    @property
    def slot(self) -> Ints: ...

    @property
    def room(self) -> Ints: ...

    @property
    def totals(self) -> NDArray[np.int64]:
        """Clashes, soft cost, soft cost of the best plan without clashes."""

    @property
    def best_slot(self) -> Ints: ...

    @property
    def best_room(self) -> Ints: ...


Given = TypeVar("Given")
State = TypeVar("State", bound=Counted)


@dataclass(frozen=True)
class KernelWalk(Generic[Given, State]):
    """``kernel`` takes what is given, the state, temperature, weight of a clash, number of moves,
    and the ``shares`` of kinds of moves."""

    given: Given
    state: State
    kernel: Callable[..., object]
    shares: tuple[int, int, int]

    @property
    def clashes(self) -> int:
        return int(self.state.totals[CLASHES])

    @property
    def best_cost(self) -> int:
        return int(self.state.totals[BEST_SOFT])

    def best(self) -> Plan:
        return Plan(self.best_cost, np.copy(self.state.best_slot), np.copy(self.state.best_room))

    def anneal(self, temperature: float, clash_weight: float, moves: int) -> None:
        # Always the same types, or numba would compile a second time.
        self.kernel(
            self.given,
            self.state,
            float(temperature),
            float(clash_weight),
            int(moves),
            *self.shares,
        )
