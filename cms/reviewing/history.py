"""Who read what and when."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from cms.reviewing.enums import Level, Skipped
from cms.reviewing.models import ReviewStep


@dataclass(frozen=True)
class StepLine:
    """A step in words, with who may not and who did decide it."""

    step: ReviewStep
    writers: frozenset[int]

    @property
    def level(self) -> str:
        return str(Level(self.step.level).label)

    @property
    def state(self) -> str:
        """Wagtail calls a page that is returned to its author rejected."""
        if self.step.status == TaskState.STATUS_REJECTED:
            return _("returned for changes")
        return str(self.step.get_status_display())

    @property
    def name(self) -> str:
        return self.step.finished_by.get_full_name() if self.step.finished_by else ""

    @property
    def remark(self) -> str:
        return str(self.step.get_comment())

    @property
    def tone(self) -> str:
        if self.step.is_overdue:
            return "bad"
        return {
            TaskState.STATUS_APPROVED: "good",
            TaskState.STATUS_REJECTED: "bad",
            TaskState.STATUS_IN_PROGRESS: "warn",
        }.get(self.step.status, "")

    def as_record(self) -> dict[str, Any]:
        """For `Approval.steps`."""
        finished: datetime.datetime | None = self.step.finished_at
        return {
            "step": self.step.level,
            "state": self.step.status,
            "user": self.step.finished_by_id,
            "name": self.name,
            "at": finished.isoformat() if finished else "",
            "comment": Skipped(self.step.skipped).value if self.step.skipped else self.step.comment,
        }


def steps_of(workflow_state: WorkflowState, *, revision: Revision | None = None) -> list[StepLine]:
    """The steps in the order in which they began, of one revision or of all; two queries."""
    steps = ReviewStep.objects.filter(workflow_state=workflow_state)
    if revision is not None:
        steps = steps.filter(revision=revision)
    steps = steps.select_related("finished_by", "department").prefetch_related("writers")
    return [
        StepLine(step, frozenset(writer.pk for writer in step.writers.all()))
        for step in steps.order_by("started_at", "pk")
    ]


def last_word_of_others(steps: Sequence[StepLine]) -> bool:
    """Whether the revision is passed: each level in its turn, the last one by a person, and nobody
    who had written it."""
    passed = [line for line in steps if line.step.status == TaskState.STATUS_APPROVED]
    if not passed or steps[-1] != passed[-1]:
        return False
    if steps[-1].step.level not in (Level.OFFICE, Level.PROVINCE):
        return False
    return all(
        line.step.finished_by_id is not None and line.step.finished_by_id not in line.writers
        for line in passed
    )
