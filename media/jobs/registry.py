"""Which function does which kind of long work."""

from collections.abc import Callable
from typing import Any

from media.jobs.progress import Progress

Work = Callable[[dict[str, Any], Progress], dict[str, Any]]

_registered: dict[str, Work] = {}


def job_kind(kind: str) -> Callable[[Work], Work]:
    """Register `work(params, progress) -> result` under a name.

    `work` must be safe to run twice: a worker can die after its commit and before it says so.
    Params and result are JSON. A `JobRefused` it raises is shown to the person as it stands.
    """

    def register(work: Work) -> Work:
        if kind in _registered and _registered[kind] is not work:
            raise ValueError(f"job kind {kind!r} is registered twice")
        _registered[kind] = work
        return work

    return register


def work_of(kind: str) -> Work:
    """The function of a kind; KeyError when nobody registered it."""
    return _registered[kind]
