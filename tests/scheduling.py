"""Which tests run in which process, and in what order.

pytest-xdist 3.8 no longer finds groups of tests with pytest 9.2: it writes them into a name that
pytest doesn't read (https://github.com/pytest-dev/pytest-xdist/issues/1386), and so each process
made whatever a module keeps for all its tests. Here a file is one piece of work, all browser tests
are another, and what takes longest begins first, so that no process waits for another at the end.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Two browsers at a time are too much for two cores.
BROWSER_TESTS = "tests/e2e"
LONGEST_FIRST = (
    BROWSER_TESTS,
    "tests/upgrade",
    "tests/access/test_routes.py",
    "tests/cms/demo",
    "tests/courses/timetable/solver",
    "tests/courses/training/planner",
    "tests/cms",
    "tests/assessments/certificates",
    "tests/media/jobs",
)


class ByFile(LoadScopeScheduling):
    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # tests come in the order of `rank` already

    def _split_scope(self, nodeid: str) -> str:
        return piece_of_work(nodeid)


def piece_of_work(nodeid: str) -> str:
    """What runs in one process, one after the other."""
    file = nodeid.split("::", 1)[0]
    return BROWSER_TESTS if file.startswith(BROWSER_TESTS) else file


def rank(nodeid: str) -> int:
    """Its place among the pieces of work."""
    return next(
        (place for place, start in enumerate(LONGEST_FIRST) if nodeid.startswith(start)),
        len(LONGEST_FIRST),
    )
