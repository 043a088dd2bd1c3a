"""Processes of their own for HiGHS, for ortools and for prices; the caller only hands out tasks.

HiGHS and ortools can't be loaded in one process. Processes are started fresh (spawn), so it is safe
in ones that have threads or open databases, and they end when the caller hangs up or dies.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from enum import StrEnum
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, Self

from courses.training.planner.compiling import Compiled
from courses.training.planner.memory import peak_megabytes
from courses.training.planner.sending import for_covers, for_seats

POLL_SECONDS = 0.2


class Work(StrEnum):
    SEATS = "seats"
    """Prices, and exchanges by HiGHS."""
    COVERS = "covers"


class WorkerDied(RuntimeError):
    """A worker ended by itself, for want of memory for example."""


class Stopped(Exception):
    """The caller has cancelled, or the time is up."""


class Worker:
    """Use it as a context. One task at a time, after it was told the problem: it can be started
    before that is known, and loads its library meanwhile."""

    def __init__(self, work: Work) -> None:
        context = multiprocessing.get_context("spawn")
        # Signals are the caller's to answer; see courses.timetable.solver.annealing.workers.
        resource_tracker.ensure_running()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, work), daemon=True)
            self._process.start()
            theirs.close()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        self._work = work
        self.cpu_seconds, self.megabytes = 0.0, 0

    def tell(self, compiled: Compiled) -> None:
        self._send(for_covers(compiled) if self._work == Work.COVERS else for_seats(compiled))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        # It keeps nothing; waiting until its libraries are put away takes part of a second.
        self._connection.close()
        self._process.kill()
        self._process.join()

    def ask(self, *arguments: Any) -> None:
        self._send(arguments)

    def answer(self, stopped: Callable[[], bool] = lambda: False) -> Any:
        """Waits for the answer. Raises Stopped as soon as ``stopped`` says so, and WorkerDied."""
        while not self._connection.poll(POLL_SECONDS):
            if stopped():
                raise Stopped
        try:
            found, self.cpu_seconds, self.megabytes = self._connection.recv()
        except (EOFError, OSError) as error:
            raise WorkerDied(f"the worker for {self._work} ended") from error
        return found

    @property
    def has_answered(self) -> bool:
        return self._connection.poll(0)

    def _send(self, what: Any) -> None:
        try:
            self._connection.send(what)
        except OSError as error:
            raise WorkerDied(f"the worker for {self._work} ended") from error


def _serve(connection: Connection, work: Work) -> None:
    """Answer until the caller hangs up."""
    # HiGHS writes its name to standard output whenever it is loaded, which is the caller's.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    tool = _tool(work)
    try:
        carry_out = tool(connection.recv())
        while True:
            answer = carry_out(*connection.recv())
            connection.send((answer, time.process_time(), peak_megabytes()))
    except (EOFError, OSError):
        return


def _tool(work: Work) -> Callable[[Compiled], Callable[..., Any]]:
    """Only here is it decided which library a process loads."""
    if work == Work.COVERS:
        from courses.training.planner.covering import settle

        return lambda compiled: lambda task: settle(compiled, task)
    from courses.training.planner.exchanging import exchange
    from courses.training.planner.pricing import Pricing
    from courses.training.planner.smoothing import follow

    # Bounds come from `follow`, before anything is barred for `exchange`.
    tools: dict[str, Callable[..., Any]] = {"follow": follow, "exchange": exchange}

    def of(compiled: Compiled) -> Callable[..., Any]:
        pricing = Pricing(compiled)
        return lambda what, *arguments: tools[what](pricing, *arguments)

    return of
