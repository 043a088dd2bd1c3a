"""Processes that anneal, each on its own core; the caller's process only hands out tasks."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Iterator
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Self

from courses.timetable.solver.annealing.cooling import cool
from courses.timetable.solver.annealing.landscape import Landscape
from courses.timetable.solver.annealing.tasks import Report, Task

READY = "ready"


class WorkerDied(RuntimeError):
    """A worker ended by itself, for want of memory for example."""


class Workers:
    """Started fresh (spawn), so it is safe in processes that have threads or open databases.

    Use it as a context: on the way out workers are told to stop, and end within a step.
    """

    def __init__(self, landscape: Landscape, count: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._connections: list[Connection] = []
        self._processes = []
        # Signals are the caller's to answer; workers are born with them blocked, so that none is
        # killed by a key that the whole group of processes hears. Starting the tracker would
        # unblock them again, so that comes first.
        resource_tracker.ensure_running()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            for _ in range(count):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs,), daemon=True)
                process.start()
                # Our copy has to go, or the end of the worker would not be seen.
                theirs.close()
                self._connections.append(ours)
                self._processes.append(process)
                # Not as an argument: what a process that dies at once doesn't read of its
                # arguments would be waited for without end.
                ours.send(landscape)
        except OSError as error:
            self._end()
            raise WorkerDied(f"worker {len(self._processes) - 1} did not start") from error
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def __enter__(self) -> Self:
        """Returns when all are ready: loading compiled code takes a second or two."""
        for worker, connection in enumerate(self._connections):
            try:
                connection.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise WorkerDied(f"worker {worker} did not start") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
                process.join()

    def give(self, worker: int, task: Task) -> None:
        try:
            self._connections[worker].send(task)
        except OSError as error:
            raise WorkerDied(f"worker {worker} ended") from error

    def reports(self, seconds: float) -> Iterator[tuple[int, Report]]:
        """What has been reported, waiting for the first at most so long."""
        for connection in wait(self._connections, timeout=max(0.0, seconds)):
            worker = self._connections.index(connection)  # type: ignore[arg-type]
            try:
                yield worker, self._connections[worker].recv()
            except (EOFError, OSError) as error:
                raise WorkerDied(f"worker {worker} ended") from error


class OwnProcess:
    """One worker that is no process of its own: it works while its reports are asked for.

    For small problems, where starting processes takes longer than the search.
    """

    def __init__(self, landscape: Landscape, stopped: Callable[[], bool]) -> None:
        self._landscape, self._stopped = landscape, stopped
        self._reports: Iterator[Report] = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def give(self, worker: int, task: Task) -> None:
        self._reports = cool(self._landscape, task, stopped=self._stopped)

    def reports(self, seconds: float) -> Iterator[tuple[int, Report]]:
        """The next report, however long it takes; ``stopped`` is asked meanwhile."""
        for report in self._reports:
            yield 0, report
            return


def _work(connection: Connection) -> None:
    """Carry out tasks until the caller hangs up."""
    try:
        landscape: Landscape = connection.recv()
        landscape.prepare()
        connection.send(READY)
    except (EOFError, OSError):
        return
    while True:
        try:
            task: Task = connection.recv()
            # While a task is carried out nothing else is sent: what arrives is the hanging up.
            for report in cool(landscape, task, stopped=connection.poll):
                connection.send(report)
        except (EOFError, OSError):
            return
