"""Runs CP-SAT within what is left of a search's time, and keeps the caller informed meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from enum import StrEnum

from ortools.sat.python import cp_model

POLL_SECONDS = 0.2


class Stage(StrEnum):
    """What the search is at; the caller words it."""

    TIMES = "times"
    ROOMS = "rooms"
    IMPROVING = "improving"
    BOUNDING = "bounding"
    REASONS = "reasons"
    DONE = "done"


Progress = Callable[[int, Stage, int | None], None]
"""Percent, stage, and the cost of the best complete plan so far."""


class Budget:
    """Wall seconds, and deterministic effort if it is limited, of one search.

    CP-SAT runs in a thread of its own, so that ``progress`` and ``cancelled`` are always called
    in the caller's thread, where its database connection is.
    """

    def __init__(
        self,
        *,
        seconds: float,
        effort: float | None,
        workers: int,
        seed: int,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._began = time.monotonic()
        self._cpu_began = time.process_time()
        self._seconds = seconds
        self._effort = effort
        self._effort_left = effort
        self._workers = workers
        self._seed = seed
        self._progress = progress
        self._cancelled = cancelled
        self._percent = 0
        self.best: int | None = None
        self.stopped = False
        self.cpu_elsewhere = 0.0

    @property
    def seed(self) -> int:
        return self._seed

    @property
    def workers(self) -> int:
        return self._workers

    def seconds_until(self, share: float) -> float:
        """Wall seconds until so much of the whole budget is spent."""
        return max(0.0, share * self._seconds - self.wall_seconds)

    @property
    def effort_left(self) -> float | None:
        return self._effort_left

    @property
    def wall_seconds(self) -> float:
        return time.monotonic() - self._began

    @property
    def cpu_seconds(self) -> float:
        return time.process_time() - self._cpu_began + self.cpu_elsewhere

    @property
    def spent(self) -> float:
        """Share of the budget that is used up, 0 to 1; 1 when cancelled."""
        if self.stopped:
            return 1.0
        share = self.wall_seconds / self._seconds if self._seconds > 0 else 1.0
        if self._effort is not None and self._effort_left is not None:
            used = 1 - self._effort_left / self._effort if self._effort > 0 else 1.0
            share = max(share, used)
        return min(1.0, share)

    def tell(self, percent: int, stage: Stage) -> None:
        """Report progress, which never goes back, and look whether the caller has cancelled."""
        self._percent = max(self._percent, min(100, percent))
        if self._progress is not None:
            self._progress(self._percent, stage, self.best)
        if not self.stopped and self._cancelled is not None and self._cancelled():
            self.stopped = True

    def run(
        self,
        model: cp_model.CpModel,
        stage: Stage,
        *,
        until: float,
        workers: int | None = None,
        effort: float | None = None,
    ) -> cp_model.CpSolver | None:
        """Solve, stopping when the share ``until`` of the whole budget is spent, or so much
        ``effort`` on this model.

        Returns None when nothing is left to spend or no outcome was reached: neither a plan nor a
        proof that there is none.
        """
        self.tell(int(self.spent * 95), stage)
        if self.spent >= until:
            return None
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self._seed
        solver.parameters.num_workers = workers or self._workers
        if stage == Stage.REASONS:
            # Proofs that there are too few of something come from the linear relaxation.
            solver.parameters.linearization_level = 2
        solver.parameters.max_time_in_seconds = until * self._seconds - self.wall_seconds
        most = [] if effort is None else [effort]
        if self._effort is not None and self._effort_left is not None:
            most.append(self._effort_left - (1 - until) * self._effort)
        if most:
            solver.parameters.max_deterministic_time = min(most)
        with ThreadPoolExecutor(max_workers=1) as pool:
            solving = pool.submit(solver.solve, model)
            try:
                while True:
                    try:
                        status = solving.result(timeout=POLL_SECONDS)
                        break
                    except NotYet:
                        self.tell(int(self.spent * 95), stage)
                        if self.stopped:
                            solver.stop_search()
            except BaseException:
                solver.stop_search()
                raise
        if self._effort_left is not None:
            self._effort_left = max(0.0, self._effort_left - solver.deterministic_time)
        if status == cp_model.UNKNOWN:
            return None
        if status == cp_model.MODEL_INVALID:
            raise RuntimeError(model.validate())
        return solver


def is_infeasible(solver: cp_model.CpSolver) -> bool:
    return bool(solver.response_proto.status == cp_model.INFEASIBLE)


def is_optimal(solver: cp_model.CpSolver) -> bool:
    return bool(solver.response_proto.status == cp_model.OPTIMAL)
