"""Starting, cancelling, running and recovering long work."""

import datetime
import logging
import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from media.jobs.enums import FINISHED, JobState
from media.jobs.errors import JobCancelled, JobRefused
from media.jobs.keep_alive import KeepAlive
from media.jobs.models import Job
from media.jobs.progress import (
    Progress,
    clear_flags,
    is_alive,
    may_queue_again,
    read_progress,
    request_cancel_flag,
    request_stop_flag,
)
from media.jobs.registry import work_of

logger = logging.getLogger("qihang.jobs")

MOST_ATTEMPTS = 3


def start_job(kind: str, *, title: str, params: dict[str, Any], by: Any, next_url: str = "") -> Job:
    """Record the work and hand it to the worker once this transaction has committed.

    `next_url` is where the progress page leads when the work is done.
    """
    work_of(kind)  # an unknown kind fails here, not in the worker
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        params={**params, "language": translation.get_language()},
        created_by=by,
        next_url=next_url,
    )
    # Robust: a queue that is away for a moment gets the work when a worker looks for lost work.
    transaction.on_commit(partial(_enqueue, job.pk), robust=True)
    return job


def _enqueue(job_id: int) -> None:
    from media.jobs.tasks import run_job

    run_job.enqueue(job_id)


def cancel_job(job: Job, *, by: Any) -> None:
    """Stop waiting work at once, running work at its next report. Finished work stays as it is."""
    cancelled = Job.objects.filter(pk=job.pk, state=JobState.QUEUED).update(
        state=JobState.CANCELLED, finished_at=timezone.now()
    )
    if not cancelled:
        request_cancel_flag(job.pk)
    logger.info("job %s cancelled by user %s", job.public_id, by.pk)


def stop_job(job: Job, *, by: Any) -> None:
    """End running work at its next look, keeping what it has; work that has nothing to keep yet
    goes on as if nobody had asked."""
    if job.state == JobState.RUNNING and read_progress(job.pk).get("may_stop"):
        request_stop_flag(job.pk)
        logger.info("job %s stopped by user %s", job.public_id, by.pk)


def run(job_id: int) -> None:
    """Run the work of a job, unless it is finished or somebody else runs it. Never raises: the
    outcome is the record."""
    token = uuid.uuid4()
    now = timezone.now()
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.state in FINISHED:
            return
        if job.state == JobState.RUNNING and is_alive(job_id):
            return
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job)
            return
        job.state, job.run_token, job.started_at = JobState.RUNNING, token, now
        job.attempts += 1
        job.save(update_fields=["state", "run_token", "started_at", "attempts"])
    with KeepAlive(job_id):
        outcome = _outcome(job)
    # Only the holder of the token writes: a second run that took over has its own.
    Job.objects.filter(pk=job_id, run_token=token).update(**outcome, finished_at=timezone.now())
    clear_flags(job_id)


def _give_up(job: Job) -> None:
    """Work that takes its worker down with it would do so for ever."""
    logger.error("job %s was interrupted %d times and is given up", job.public_id, job.attempts)
    with translation.override(job.params.get("language") or "zh-hans"):
        job.error = _("Interrupted several times and given up. Please tell the administrator.")
    job.state, job.finished_at, job.run_token = JobState.FAILED, timezone.now(), None
    job.save(update_fields=["state", "error", "finished_at", "run_token"])


def _outcome(job: Job) -> dict[str, Any]:
    params = dict(job.params)
    language = params.pop("language", None) or "zh-hans"
    with translation.override(language):
        try:
            result = work_of(job.kind)(params, Progress(job.pk))
        except JobCancelled as cancelled:
            message = str(cancelled) or _("Cancelled; nothing was changed.")
            return {"state": JobState.CANCELLED, "message": message[:300]}
        except JobRefused as refusal:
            return {"state": JobState.FAILED, "error": str(refusal)}
        except Exception:
            logger.exception("job %s (%s) failed", job.public_id, job.kind)
            return {
                "state": JobState.FAILED,
                "error": _(
                    "Something went wrong on our side; nothing was changed. Please try again."
                ),
            }
        return {"state": JobState.SUCCEEDED, "percent": 100, "result": result, "message": ""}


def requeue_interrupted() -> int:
    """Hand work whose worker died, and work that the queue lost, to a worker; returns how many.

    Waiting work may only wait for its turn: being queued twice does no harm, so that is enough
    reason to queue it once more, but not at every look.
    """
    before = timezone.now() - datetime.timedelta(seconds=settings.JOB_ALIVE_SECONDS)
    lost = [
        job.pk
        for job in Job.objects.filter(state=JobState.RUNNING, started_at__lt=before)
        if not is_alive(job.pk)
    ]
    waiting = Job.objects.filter(state=JobState.QUEUED, created_at__lt=before)
    lost += waiting.values_list("pk", flat=True)
    again = [job_id for job_id in lost if may_queue_again(job_id)]
    for job_id in again:
        logger.warning("job %s lost its worker or its place and is queued again", job_id)
        _enqueue(job_id)
    return len(again)
