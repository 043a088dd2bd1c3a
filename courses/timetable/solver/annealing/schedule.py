"""What the workers do when: new plans, then coolings of the best of them.

The figures were found by experiment on the ten instances of the benchmark that are for
development; see docs/decisions/0014-compiled-search.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from courses.timetable.solver.annealing.landscape import Temperatures
from courses.timetable.solver.annealing.tasks import Plan, Task

QUICK_SHARE, QUICK_SECONDS = 0.02, 3.0
"""The first cooling of each worker is short: so much of the budget, so many seconds at most."""

FRESH_SHARE, FRESH_UNTIL = 0.15, 0.5
"""Coolings of plans made anew: the length of each, and until when they are begun."""

AGAIN_SHARE = 0.1
"""The length of each cooling of a plan of the pool."""

POOL = 4


@dataclass
class Schedule:
    """Hands out tasks one after the other. ``seconds`` or ``moves`` is the budget of a worker.

    No cooling is longer than ``longest`` moves. With ``start`` every worker begins with that plan.
    """

    temperatures: Temperatures
    seed: int
    seconds: float | None = None
    moves: int | None = None
    longest: int | None = None
    start: Plan | None = None
    enough: int = 0
    pool: list[Plan] = field(default_factory=list)
    _given: dict[int, Plan | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._random = Random(self.seed)  # noqa: S311 - not a secret

    def next_task(self, *, spent: float) -> Task | None:
        """``spent`` is the share of the budget that is gone; None when it is all."""
        if spent >= 1.0:
            return None
        number = len(self._given)
        heat = self.temperatures
        start, hot = None, heat.hot
        if spent == 0.0:
            share = QUICK_SHARE
            if self.seconds is not None:
                share = min(share, QUICK_SECONDS / self.seconds)
            if self.start is not None:
                start, hot = self.start, heat.warm
        elif spent < FRESH_UNTIL or not self.pool:
            share = FRESH_SHARE
        else:
            share = AGAIN_SHARE
            start, hot = self._random.choice(self.pool), heat.warm
        share = min(share, 1.0 - spent)
        # What would be left over is too short for a cooling of its own.
        if 1.0 - spent - share < share / 3:
            share = 1.0 - spent
        self._given[number] = start
        return Task(
            number=number,
            seed=self._random.getrandbits(63),
            hot=hot,
            cold=heat.cold,
            clash_weight=heat.clash_weight,
            moves=self._most_moves(share),
            seconds=None if self.seconds is None else self.seconds * share,
            start=start,
            enough=self.enough,
        )

    def _most_moves(self, share: float) -> int | None:
        if self.moves is None:
            return self.longest
        moves = max(1, round(self.moves * share))
        return moves if self.longest is None else min(moves, self.longest)

    def finished(self, task: int, plan: Plan | None) -> None:
        """A better plan takes the place of the one it came from; new ones join while they count."""
        if plan is None:
            return
        parent = self._given[task]
        at = next((place for place, one in enumerate(self.pool) if one is parent), None)
        if at is not None:
            if plan.cost <= self.pool[at].cost:
                self.pool[at] = plan
            return
        self.pool.append(plan)
        self.pool.sort(key=lambda one: one.cost)
        del self.pool[POOL:]
