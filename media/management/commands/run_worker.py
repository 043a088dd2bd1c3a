"""Run the task worker of whichever queue is configured, with its heartbeat."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from media.jobs.domain import requeue_interrupted
from media.jobs.heartbeat import HeartbeatThread


class Command(BaseCommand):
    help = (
        "Run long work: the database queue, or RQ where REDIS_URL is set. Starts what is due once "
        "a day, such as reminders, from DAILY_WORK_HOUR on."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        requeue_interrupted()
        heartbeat = HeartbeatThread()
        heartbeat.start()
        try:
            if settings.REDIS_URL:
                call_command("rqworker", "default", job_class="django_tasks_rq.Job")
            else:
                call_command("db_worker", interval=0.5, reload=False, startup_delay=False)
        finally:
            heartbeat.stop()
