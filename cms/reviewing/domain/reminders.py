"""Who is told that something waits, once a rung of the ladder."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import TaskState

from cms.reviewing.domain.notices import remind
from cms.reviewing.models import ReviewReminder, ReviewStep
from cms.reviewing.models.step import reason_to_skip
from cms.reviewing.rules import reviewers_of
from cms.users.models import User

# Days after the step was due: the day before, the day after, then ever more seldom.
LADDER = (-1, 1, 4, 9, 16, 30)


def send_reminders(*, on: datetime.date | None = None) -> int:
    """Remind the readers of steps that are due; returns how many mails. Run it daily: a second run
    on the same day sends nothing, and a run after days of silence sends the last rung only.

    A step that has lost its readers since it began passes to the next level, with the reason.
    """
    on = on or timezone.localdate()
    sent = 0
    for step in ReviewStep.objects.waiting().with_names().prefetch_related("writers"):
        writers = {writer.pk for writer in step.writers.all()}
        if _pass_over(step, writers):
            continue
        rung = rung_on(step.due_on, on)
        if rung is None:
            continue
        for user in User.objects.filter(pk__in=reviewers_of(step) - writers).order_by("pk"):
            sent += _remind_once(step, user, rung)
    return sent


def rung_on(due_on: datetime.date, on: datetime.date) -> int | None:
    """The highest rung that is reached on that day; None before the first."""
    days = (on - due_on).days
    return max((rung for rung in LADDER if rung <= days), default=None)


def _remind_once(step: ReviewStep, user: Any, rung: int) -> int:
    try:
        with transaction.atomic():
            ReviewReminder.objects.create(step=step, user=user, rung=rung)
            remind(step, user)
    except IntegrityError:  # this rung was sent to this person before
        return 0
    return 1


def _pass_over(step: ReviewStep, writers: set[int]) -> bool:
    reason = reason_to_skip(step, writers=writers)
    if not reason:
        return False
    with transaction.atomic():
        held = TaskState.objects.select_for_update().get(pk=step.pk)
        if held.status != TaskState.STATUS_IN_PROGRESS:
            return True
        step.skipped, step.status, step.finished_at = (
            reason,
            TaskState.STATUS_SKIPPED,
            timezone.now(),
        )
        step.save(update_fields=["skipped", "status", "finished_at"])
        step.workflow_state.update()
    return True
