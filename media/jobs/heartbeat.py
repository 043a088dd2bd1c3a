"""The worker says that it lives; /readyz and the recovery of interrupted work listen."""

import logging
import threading
import time

from django.conf import settings
from django.core.cache import cache
from django.db import close_old_connections

from media.jobs.daily import start_due
from media.jobs.domain import requeue_interrupted

logger = logging.getLogger("qihang.jobs")

KEY = "worker:heartbeat"
INTERVAL_SECONDS = 10


def beat() -> None:
    """Say now that a worker lives."""
    cache.set(KEY, time.time(), INTERVAL_SECONDS * 6)


def seconds_since_beat() -> float | None:
    """How long ago a worker last spoke; None when none has lately."""
    last = cache.get(KEY)
    return None if last is None else max(0.0, time.time() - last)


class HeartbeatThread(threading.Thread):
    """Beats while its process lives, queues interrupted work again, starts what is due daily."""

    def __init__(self) -> None:
        super().__init__(name="heartbeat", daemon=True)
        self._stopped = threading.Event()

    def stop(self) -> None:
        self._stopped.set()

    def run(self) -> None:
        while not self._stopped.is_set():
            self._beat_and_look()
            self._stopped.wait(min(INTERVAL_SECONDS, settings.JOB_ALIVE_SECONDS / 3))

    def _beat_and_look(self) -> None:
        try:
            beat()
            close_old_connections()
            requeue_interrupted()
            start_due()
        except Exception:
            # Cache or database may be away for a moment; the next beat tries again.
            logger.exception("could not say that this worker lives, or look for work that waits")
