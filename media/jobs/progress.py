"""How far long work is. Kept in the cache, not in the database: a report from inside a long
transaction could not be read by others, and on SQLite would wait for that very transaction."""

from __future__ import annotations

import time

from django.conf import settings
from django.core.cache import cache

from media.jobs.errors import JobCancelled

LIVE_SECONDS = 24 * 60 * 60


def _key(job_id: int, what: str) -> str:
    return f"job:{job_id}:{what}"


class Progress:
    """Handed to the work: `progress(40, _("…"))`. Raises JobCancelled once it is cancelled."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self._reported = 0.0
        self._may_stop = False

    def __call__(self, percent: int, message: object = "") -> None:
        if is_cancel_requested(self.job_id):
            raise JobCancelled
        now = time.monotonic()
        # Work may report every row; a person can't read more than a few a second.
        if now - self._reported < 0.2 and percent < 100:
            return
        self._reported = now
        value = {"percent": max(0, min(100, int(percent))), "message": str(message)}
        if self._may_stop:
            value["may_stop"] = True
        cache.set(_key(self.job_id, "progress"), value, LIVE_SECONDS)
        touch(self.job_id)

    def is_stop_asked(self) -> bool:
        """For work that could end now and keep what it has: from the first call on the person is
        offered that; True once they want it."""
        self._may_stop = True
        return bool(cache.get(_key(self.job_id, "stop")))


class SilentProgress(Progress):
    """For the command line and for tests: reports to nobody."""

    def __init__(self) -> None:
        super().__init__(job_id=0)

    def __call__(self, percent: int, message: object = "") -> None:
        return None

    def is_stop_asked(self) -> bool:
        return False


def read_progress(job_id: int) -> dict[str, object]:
    """{"percent": 0-100, "message": text} of running work; empty when nothing is known."""
    return cache.get(_key(job_id, "progress")) or {}


def request_cancel_flag(job_id: int) -> None:
    """Ask the running work to stop at its next report."""
    cache.set(_key(job_id, "cancel"), True, LIVE_SECONDS)


def is_cancel_requested(job_id: int) -> bool:
    return bool(cache.get(_key(job_id, "cancel")))


def request_stop_flag(job_id: int) -> None:
    """Ask the running work to end and to keep what it has."""
    cache.set(_key(job_id, "stop"), True, LIVE_SECONDS)


def clear_flags(job_id: int) -> None:
    """Nobody asks the work for anything any more."""
    cache.delete_many([_key(job_id, "cancel"), _key(job_id, "stop")])


def touch(job_id: int) -> None:
    """Say that the work still has a living worker."""
    cache.set(_key(job_id, "alive"), True, settings.JOB_ALIVE_SECONDS)


def is_alive(job_id: int) -> bool:
    return bool(cache.get(_key(job_id, "alive")))


def may_queue_again(job_id: int) -> bool:
    """Whether the work was not queued again just now; asking counts as doing so."""
    return cache.add(_key(job_id, "again"), True, settings.JOB_ALIVE_SECONDS)
