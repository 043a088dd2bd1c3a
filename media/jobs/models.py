"""The record of one piece of long work, and the day of the last daily one."""

from typing import Any

from django.conf import settings
from django.db import models

from media.addressing import Addressable
from media.jobs.enums import FINISHED, JobState


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> "JobQuerySet":
        """Work is shown to whoever started it."""
        return self.filter(created_by=user.pk)


class Job(Addressable):
    """What was asked and what came out. Live progress is in the cache (see progress.py)."""

    kind = models.CharField(max_length=50)
    title = models.CharField(max_length=200)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    result = models.JSONField(default=dict)
    # A sentence for the person who waits; the trace is in the log.
    error = models.TextField(blank=True)
    next_url = models.CharField(max_length=300, blank=True)
    # Whoever holds the token may write the outcome; a second run of the same job may not.
    run_token = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)
        indexes = (
            models.Index(fields=["created_by", "-created_at"], name="job_by_person"),
            models.Index(
                fields=["started_at"], name="job_running", condition=models.Q(state="running")
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED


class DailyRun(models.Model):
    """Until when work that is done once a day was handed to a worker (see daily.py)."""

    kind = models.CharField(max_length=50, unique=True)
    on = models.DateField(null=True)
