"""Prices that a process goes on to better, one round after the other."""

from __future__ import annotations

from collections.abc import Callable

from courses.training.planner.pricing import Prices
from courses.training.planner.smoothing import LATER_HEATS
from courses.training.planner.workers import Worker


class Following:
    """`done` once there is no more to better. Nothing else can be asked of the worker before."""

    def __init__(self, worker: Worker, prices: Prices) -> None:
        self._worker, self._prices = worker, prices
        self._heats = list(LATER_HEATS)
        self._heard: list[tuple[Prices, float]] = []
        self.done = False
        self._ask()

    def wait(self, stopped: Callable[[], bool]) -> None:
        """For the round that was asked for. Raises as `Worker.answer` does."""
        self._prices, best, bound = self._worker.answer(stopped)
        self._heard.append((best, bound))
        self._ask()

    def news(self) -> tuple[Prices, float] | None:
        """The next prices with their bound, without waiting for them."""
        while not self.done and self._worker.has_answered:
            self.wait(lambda: False)
        return self._heard.pop(0) if self._heard else None

    def _ask(self) -> None:
        if self._heats:
            self._worker.ask("follow", self._prices, self._heats.pop(0))
        else:
            self.done = True
