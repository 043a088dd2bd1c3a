"""Says of running work that its process lives, also while it has nothing to report."""

import logging
import threading
from types import TracebackType
from typing import Self

from django.conf import settings

from media.jobs.progress import touch

logger = logging.getLogger("qihang.jobs")


class KeepAlive:
    """`with KeepAlive(job_id): …` touches the job from a thread until the block ends."""

    def __init__(self, job_id: int) -> None:
        self.job_id = job_id
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self._done.wait(settings.JOB_ALIVE_SECONDS / 4):
            try:
                touch(self.job_id)
            except Exception:
                # The cache may be away for a moment; each backend has its own errors.
                logger.exception("could not say that job %s still runs", self.job_id)

    def __enter__(self) -> Self:
        touch(self.job_id)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._done.set()
        self._thread.join()
