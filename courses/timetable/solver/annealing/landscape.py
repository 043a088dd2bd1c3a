"""What a search needs to know of whatever it searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from courses.timetable.solver.annealing.tasks import Plan


@dataclass(frozen=True)
class Temperatures:
    """``hot`` is for new plans, ``warm`` for plans of the pool."""

    hot: float
    warm: float
    cold: float
    clash_weight: float


class Walk(Protocol):
    """A plan that is being changed."""

    @property
    def clashes(self) -> int: ...

    @property
    def best_cost(self) -> int:
        """`tasks.NONE_YET` as long as no plan without clashes was seen."""

    def best(self) -> Plan:
        """A copy of the best plan without clashes."""

    def anneal(self, temperature: float, clash_weight: float, moves: int) -> None:
        """Try so many moves."""


class Landscape(Protocol):
    """A problem as arrays, with the compiled code for it. Goes from process to process."""

    def prepare(self) -> None:
        """Compile what is needed, or load what was compiled before."""

    def temperatures(self) -> Temperatures: ...

    def walk(self, start: Plan | None, *, seed: int) -> Walk:
        """From a plan on, or from a first one of its own."""
