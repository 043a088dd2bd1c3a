"""The clock of one run: what is left of its time, its news, and whether it was cancelled."""

from __future__ import annotations

import time

from courses.training.planner.memory import peak_megabytes
from courses.training.planner.proposal import Cancelled, Phase, Progress, Report, Step

# What explaining, writing and checking take in the end, of the whole time.
RESERVED = 0.1


class Clock:
    def __init__(
        self,
        *,
        seconds: float,
        steps: int | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        self._began, self._cpu_began = time.monotonic(), time.process_time()
        self._seconds, self.steps = seconds, steps
        self._progress, self._cancelled = progress, cancelled
        self._percent = 0
        self.was_cancelled = False
        self.curve: list[Step] = []
        self.first_complete: float | None = None
        self.cpu_elsewhere, self.megabytes_elsewhere = 0.0, 0

    @property
    def wall_seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def cpu_seconds(self) -> float:
        return time.process_time() - self._cpu_began + self.cpu_elsewhere

    @property
    def megabytes(self) -> int:
        return peak_megabytes() + self.megabytes_elsewhere

    @property
    def seconds_left(self) -> float:
        """Until the search has to stop; without end if steps are counted."""
        if self.steps is not None:
            return float("inf")
        return self._seconds * (1 - RESERVED) - self.wall_seconds

    def cancelled(self) -> bool:
        if not self.was_cancelled and self._cancelled is not None and self._cancelled():
            self.was_cancelled = True
        return self.was_cancelled

    def is_over(self) -> bool:
        """Whether the search has to stop; `is_out`: everything."""
        return self.cancelled() or self.seconds_left <= 0

    def is_out(self) -> bool:
        if self.cancelled():
            return True
        return self.steps is None and self.wall_seconds >= self._seconds

    def note(self, cost: int, bound: float, placed: int, people: int) -> None:
        """A better plan, or a better bound."""
        if self.first_complete is None and placed >= 0.97 * people:
            self.first_complete = self.wall_seconds
        known = None if bound == float("-inf") else int(bound)
        self.curve.append(Step(round(self.wall_seconds, 2), cost, known, placed))

    def tell(self, phase: Phase) -> None:
        """News, with what was noted last; the percentage never goes back."""
        share = self.wall_seconds / self._seconds if self.steps is None else 0.0
        done = 100 if phase == Phase.DONE else min(99, int(100 * share))
        self._percent = max(self._percent, done)
        if self._progress is not None:
            last = self.curve[-1] if self.curve else Step(0.0, 0, None, 0)
            cost = last.cost if self.curve else None
            self._progress(Report(self._percent, phase, last.placed, cost, last.bound))
