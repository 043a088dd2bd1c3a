"""A level of the review as a task of Wagtail's workflows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.forms import CharField, Textarea
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from wagtail.forms import TaskStateCommentForm
from wagtail.locks import WorkflowLock
from wagtail.models import Page, Task, TaskState, WorkflowState
from wagtail.signals import task_submitted

from cms.content.structure import home_of
from cms.reviewing.authorship import department_of, writers_of
from cms.reviewing.enums import Level
from cms.reviewing.models.step import ReviewStep, due_date, reason_to_skip


class ReasonForm(TaskStateCommentForm):
    """Nobody is sent back to work without being told why."""

    comment = CharField(label=gettext_lazy("What should be changed?"), widget=Textarea)


class ReviewLock(WorkflowLock):
    """While a revision is read nobody changes the page, so that what was read is what is passed."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> SafeString:
        return format_html(
            '{} <a href="{}">{}</a>',
            _("This page is being reviewed, so it can't be changed."),
            reverse("reviews:page", args=[self.object.pk]),
            _("See the review"),
        )

    def get_description(self, user: Any, can_lock: bool = False) -> str:
        return _("Nobody changes a page that is being reviewed.")

    def get_locked_by(self, user: Any, can_lock: bool = False) -> str:
        return pgettext("page", "In review")


class LevelTask(Task):
    """One row per level, shared by the workflows of all institutions: who reads follows from the
    page and from roles, never from the row."""

    level: models.CharField[str, str] = models.CharField(max_length=12, choices=Level, unique=True)

    task_state_class = ReviewStep
    lock_class = ReviewLock
    admin_form_fields: ClassVar = [*Task.admin_form_fields, "level"]

    class Meta:
        verbose_name = gettext_lazy("level of review")

    def __str__(self) -> str:
        return str(Level(self.level).label)

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Ask the readers of this level; where nobody but an author could decide the step is
        passed over, with the reason. The last level is never passed over: it waits for somebody.

        A page that comes back changed is read by all levels again, from the first.
        """
        first = workflow_state.get_next_task()
        if first is not None and first.pk != self.pk:
            return first.specific.start(workflow_state, user=user)
        page = workflow_state.content_object
        step = ReviewStep(
            workflow_state=workflow_state,
            revision=page.get_latest_revision(),
            task=self,
            **self._place_of(page, workflow_state.requested_by),
        )
        writers = writers_of(step.revision) | {workflow_state.requested_by_id}
        step.skipped = reason_to_skip(step, writers=writers)
        if step.skipped:
            step.status = TaskState.STATUS_SKIPPED
            step.finished_at = timezone.now()
        step.save()
        step.writers.set(pk for pk in writers if pk is not None)
        task_submitted.send(sender=ReviewStep, instance=step, user=user)
        return step

    def _place_of(self, page: Page, submitter: Any) -> dict[str, Any]:
        home = home_of(page)
        assert home is not None  # workflows are assigned to homes only
        at_institution = submitter is not None and home.institution_id is not None
        return {
            "level": self.level,
            "institution_id": home.institution_id,
            "province": home.province,
            "department_id": (
                department_of(submitter, home.institution_id) if at_institution else None
            ),
            "due_on": due_date(self.level, home.institution_id, on=timezone.localdate()),
        }

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        step = obj.current_workflow_task_state
        return isinstance(step, ReviewStep) and step.may_be_decided_by(user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return True

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        step = obj.current_workflow_task_state
        if not isinstance(step, ReviewStep) or not step.may_be_decided_by(user):
            return []
        return [
            ("reject", _("Return for changes"), True),
            ("approve", pgettext("review", "Approve"), False),
        ]

    def get_form_for_action(self, action: str) -> type[TaskStateCommentForm]:
        return ReasonForm if action == "reject" else TaskStateCommentForm

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        """The way of every button and address of Wagtail's; the step itself refuses whoever may
        not, and a return without a reason."""
        super().on_action(
            task_state.specific, user, action_name, comment=str(kwargs.get("comment", ""))
        )

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        """For the panels of Wagtail's start page."""
        own = ReviewStep.objects.filter(level=self.level).to_decide_by(user)
        return TaskState.objects.filter(pk__in=own.values("pk"))

    @classmethod
    def get_description(cls) -> str:
        return _("Read by those who hold the role at the page's institution")
