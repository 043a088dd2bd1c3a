"""The search as a caller sees it: several workers, one budget, the best plan so far at any time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from courses.timetable.solver.annealing.landscape import Landscape
from courses.timetable.solver.annealing.schedule import Schedule
from courses.timetable.solver.annealing.tasks import Plan, Report
from courses.timetable.solver.annealing.workers import OwnProcess, Workers

PAUSE = 0.2
"""Seconds between two looks at the clock and at ``stopped``."""

GRACE = 2.0
"""Seconds beyond the budget that a worker on a busy machine gets for its last report."""


@dataclass(frozen=True)
class Outcome:
    """``plan`` is None if none without clashes was found. Seconds count from when the
    workers are ready.

    ``cpu_seconds`` are those of the workers. ``stopped`` tells that the caller ended it early,
    ``settled`` that so many coolings found nothing better that it ended by itself.
    """

    plan: Plan | None
    first_seconds: float | None
    seconds: float
    cpu_seconds: float
    moves: int
    stopped: bool
    settled: bool = False


@dataclass(frozen=True)
class Improvement:
    seconds: float
    cost: int


class Search:
    """One run; `run` may be called once."""

    def __init__(
        self,
        landscape: Landscape,
        *,
        seed: int,
        workers: int,
        seconds: float | None = None,
        moves: int | None = None,
        start: Plan | None = None,
        longest: int | None = None,
        patience: int | None = None,
        enough: int = 0,
        improved: Callable[[Improvement], None] = lambda _: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """The budget is ``seconds`` of wall time, or so many ``moves`` of each worker.

        With moves, the same seed and number of workers give the same plan: workers then wait for
        each other between tasks. ``improved`` and ``stopped`` are called in the caller's thread.
        Without ``workers`` (0) the caller's own process searches.

        It begins with ``start``, if given, makes no cooling longer than ``longest`` moves, and
        ends early after ``patience`` coolings in a row that found nothing better, or with a plan
        that costs no more than ``enough``.
        """
        if (seconds is None) == (moves is None):
            raise ValueError("either seconds or moves, not both")
        self._landscape, self._own = landscape, workers == 0
        self._count = max(1, workers)
        self._patience, self._enough, self._in_vain = patience, enough, 0
        self._seconds, self._moves = seconds, moves
        self._improved, self._stopped = improved, stopped
        self._schedule = Schedule(
            landscape.temperatures(),
            seed,
            seconds=seconds,
            moves=moves,
            longest=longest,
            start=start,
            enough=enough,
        )
        self._began = time.monotonic()
        self._best: Plan | None = None
        self._first: float | None = None
        self._cpu = [0.0] * self._count
        self._done_moves = [0] * self._count
        self._task_moves = [0] * self._count

    def run(self) -> Outcome:
        """Raises what ``landscape.prepare`` raises."""
        # Once, and kept, or every worker would do it.
        self._landscape.prepare()
        before = time.process_time() if self._own else 0.0
        with self._workers() as workers:
            self._began = time.monotonic()
            if self._seconds is not None:
                stopped = self._by_the_clock(workers, self._seconds)
            else:
                stopped = self._in_rounds(workers, self._moves or 0)
        return Outcome(
            plan=self._best,
            first_seconds=self._first,
            seconds=time.monotonic() - self._began,
            cpu_seconds=sum(self._cpu) - before,
            moves=sum(self._done_moves) + sum(self._task_moves),
            stopped=stopped,
            settled=not stopped and self._is_settled(),
        )

    def _workers(self) -> Workers | OwnProcess:
        if self._own:
            return OwnProcess(self._landscape, self._stopped)
        return Workers(self._landscape, self._count)

    def _by_the_clock(self, workers: Workers | OwnProcess, seconds: float) -> bool:
        """Each worker gets its next task as soon as it has done one."""
        busy = {worker for worker in range(self._count) if self._give(workers, worker, 0.0)}
        while busy and not self._perfect() and not self._is_settled():
            if self._stopped():
                return True
            if self._elapsed() > seconds + GRACE:
                break
            for worker, report in workers.reports(PAUSE):
                self._take(worker, report)
                if report.done:
                    self._schedule.finished(report.task, report.plan)
                    if not self._give(workers, worker, self._elapsed() / seconds):
                        busy.discard(worker)
        return False

    def _in_rounds(self, workers: Workers | OwnProcess, moves: int) -> bool:
        """All workers get a task; its results are taken in the order of the tasks."""
        spent, settled = 0, self._best
        while spent < moves and not self._perfect() and not self._is_settled():
            share = spent / moves
            busy = {worker for worker in range(self._count) if self._give(workers, worker, share)}
            done: dict[int, Report] = {}
            while busy:
                if self._stopped():
                    return True
                for worker, report in workers.reports(PAUSE):
                    self._take(worker, report)
                    if report.done:
                        done[report.task] = report
                        busy.discard(worker)
            for number in sorted(done):
                self._schedule.finished(number, done[number].plan)
                plan = done[number].plan
                if plan is not None and (settled is None or plan.cost < settled.cost):
                    settled = plan
            # Of equal plans the one of the first task, not the one that was reported first.
            self._best = settled
            if self._stopped():
                return True
            spent += max(report.moves for report in done.values())
        return False

    def _give(self, workers: Workers | OwnProcess, worker: int, spent: float) -> bool:
        task = self._schedule.next_task(spent=spent)
        if task is not None:
            workers.give(worker, task)
        return task is not None

    def _take(self, worker: int, report: Report) -> None:
        self._cpu[worker] = report.cpu_seconds
        self._task_moves[worker] = report.moves
        if report.done:
            self._done_moves[worker] += report.moves
            self._task_moves[worker] = 0
            self._in_vain += 1
        plan = report.plan
        if plan is not None and (self._best is None or plan.cost < self._best.cost):
            if self._first is None:
                self._first = self._elapsed()
            self._best = plan
            self._in_vain = 0
            self._improved(Improvement(self._elapsed(), plan.cost))

    def _perfect(self) -> bool:
        return self._best is not None and self._best.cost <= self._enough

    def _is_settled(self) -> bool:
        return (
            self._best is not None
            and self._patience is not None
            and self._in_vain >= self._patience
        )

    def _elapsed(self) -> float:
        return time.monotonic() - self._began
