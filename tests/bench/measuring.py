"""Clocks, query counts, and the table of results."""

import gc
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext


@dataclass
class Measured:
    """Wall and CPU seconds and SQL statements of a block."""

    seconds: float = 0.0
    cpu_seconds: float = 0.0
    queries: int = 0


@dataclass
class Result:
    """One line: `floor_seconds` is the least that the same work could take; CPU of both is compared
    where the wall clock is at the mercy of other work on the machine."""

    name: str
    size: int
    seconds: float
    cpu_seconds: float
    queries: int
    floor_seconds: float
    ratio: float
    floor: str


@dataclass
class Results:
    rows: list[Result] = field(default_factory=list)

    def add(self, name: str, *, size: int, took: Measured, floor: float, floor_name: str) -> None:
        """Record a line; the ratio is of CPU seconds, which a busy machine disturbs least."""
        row = Result(
            name=name,
            size=size,
            seconds=round(took.seconds, 4),
            cpu_seconds=round(took.cpu_seconds, 4),
            queries=took.queries,
            floor_seconds=round(floor, 5),
            ratio=round(took.cpu_seconds / floor, 1) if floor else 0.0,
            floor=floor_name,
        )
        self.rows.append(row)
        print(  # noqa: T201 — a command line tool
            f"{name:<28} {size:>7}  {took.seconds:8.3f} s  cpu {took.cpu_seconds:8.3f} s  "
            f"{took.queries:>5} SQL  floor {floor:8.4f} s  x{row.ratio}"
        )

    def as_json(self) -> dict[str, Any]:
        return {"machine": machine(), "results": [asdict(row) for row in self.rows]}


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    import django
    import wagtail

    return {
        "cpus": os.cpu_count(),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "django": django.get_version(),
        "wagtail": wagtail.__version__,
        "database": connection.vendor,
        # Above the number of processors, seconds of the wall are those of other work too.
        "load": f"{os.getloadavg()[1]:.1f}",
    }


@contextmanager
def measured() -> Iterator[Measured]:
    """Measure a block. Statements are counted as they pass, without keeping their text."""
    took = Measured()

    def counting(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        took.queries += 1
        return execute(sql, params, many, context)

    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        yield took
    took.seconds, took.cpu_seconds = time.perf_counter() - wall, time.process_time() - cpu


def repeated(call: Callable[[], Any], times: int = 30, *, warm: int = 3) -> Measured:
    """Median wall and CPU of one call after some to warm up, and its SQL count."""
    for _warm in range(warm):
        call()
    walls, cpus = [], []
    for _again in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        call()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    with CaptureQueriesContext(connection) as queries:
        call()
    return Measured(statistics.median(walls), statistics.median(cpus), len(queries))
