"""Runs the planner, in a process of its own: HiGHS and ortools can't be loaded together, and this
worker may have loaded the one for a timetable."""

import multiprocessing
from collections.abc import Callable
from queue import Empty

from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Plan, Report
from courses.training.planner_process import work

POLL_SECONDS = 0.5
News = Callable[[Report | None], None]
"""Called at least twice a second, with None where nothing is new. May raise to stop the work; what
it raises is raised again once the search has stopped."""


def search(problem: Problem, *, seconds: float, seed: int = 1, news: News) -> Plan:
    """The plan; with `problem.near` one that changes as little as may be. Raises what the planner
    raises (InvalidProblem), and RuntimeError when its process died."""
    context = multiprocessing.get_context("spawn")
    queue, stop = context.Queue(), context.Event()
    process = context.Process(target=work, args=(problem, seconds, seed, queue, stop), daemon=False)
    process.start()
    interruption: BaseException | None = None
    try:
        while True:
            try:
                kind, value = queue.get(timeout=POLL_SECONDS)
            except Empty:
                # What it put there before it ended is still to be read.
                if not process.is_alive() and queue.empty():
                    raise RuntimeError("the planner's process died") from None
                kind, value = "idle", None
            if kind == "plan":
                break
            if kind == "error":
                raise value
            if interruption is None:
                try:
                    news(value)
                except BaseException as error:
                    interruption = error
                    stop.set()
    finally:
        stop.set()
        process.join(timeout=10)
        if process.is_alive():
            process.terminate()
    if interruption is not None:
        raise interruption
    assert isinstance(value, Plan)
    return value
