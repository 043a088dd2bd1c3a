"""One reading of one revision at one level."""

import datetime
from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState

from cms.reviewing.enums import DEFAULT_DAYS, Level, Skipped
from cms.reviewing.rules import may_decide, places_to_read, reviewers_of
from courses.institutions.models import Department, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class ReviewTime(models.Model):
    """From `valid_from` on, an institution reads a step within so many days."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=12, choices=Level)
    days = models.PositiveSmallIntegerField(_("days to read"))
    valid_from = models.DateField(_("valid from"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "level", "valid_from"], name="review_time_once"
            ),
            models.CheckConstraint(
                condition=models.Q(days__range=(1, 60)), name="review_time_has_days"
            ),
        )


class ReviewStepQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        return self.filter(status=TaskState.STATUS_IN_PROGRESS)

    def at_levels_of(self, user: Any) -> Self:
        """Steps at which the person's roles read, own pages included."""
        return self.filter(places_to_read(user))

    def to_decide_by(self, user: Any) -> Self:
        """What waits for exactly this person: never what they wrote."""
        return self.waiting().at_levels_of(user).exclude(writers=user.pk)

    def with_names(self) -> Self:
        return self.select_related(
            "revision", "workflow_state__requested_by", "department", "institution"
        )


class ReviewStep(TaskState, Addressable):
    """Wagtail's state of a task, with where it is decided, until when, and by whom it can't be."""

    # Mirrors the level of the task, so that an inbox is one query.
    level = models.CharField(max_length=12, choices=Level)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # The author's.
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    province = models.CharField(max_length=2, blank=True)
    due_on = models.DateField(_("due on"))
    skipped = models.CharField(max_length=14, choices=Skipped, blank=True)
    # Who wrote the revision or sent it: none of them decides on it.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    exclude_fields_in_copy: ClassVar = ["public_id"]
    objects = ReviewStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a review")

    @property
    def is_overdue(self) -> bool:
        waiting = self.status == TaskState.STATUS_IN_PROGRESS
        return waiting and self.due_on < timezone.localdate()

    def may_be_decided_by(self, user: Any) -> bool:
        if self.status != TaskState.STATUS_IN_PROGRESS:
            return False
        writers = set(self.writers.values_list("pk", flat=True))
        return may_decide(user, self, writers=writers)

    def approve(self, user: Any = None, update: bool = True, comment: str = "") -> TaskState:
        """Raises PermissionDenied for whoever wrote the revision, for whoever lacks the role, and
        when somebody has decided already; of two at the same moment one is too late."""
        with transaction.atomic():
            self._hold_for(user)
            return super().approve(user=user, update=update, comment=comment)

    def reject(self, user: Any = None, update: bool = True, comment: str = "") -> TaskState:
        """As `approve`; and a reason must be given."""
        with transaction.atomic():
            self._hold_for(user)
            if not comment.strip():
                raise PermissionDenied(_("Say what should be changed."))
            return super().reject(user=user, update=update, comment=comment)

    def _hold_for(self, user: Any) -> None:
        # The row of the base table: PostgreSQL locks no joined row by default on both.
        held = TaskState.objects.select_for_update().get(pk=self.pk)
        self.status = held.status
        if held.status != TaskState.STATUS_IN_PROGRESS:
            raise PermissionDenied(_("Somebody has decided on this already."))
        if user is None or not self.may_be_decided_by(user):
            raise PermissionDenied(_("Nobody decides on what they wrote, or without the role."))

    def get_comment(self) -> str:
        """What Wagtail's history shows."""
        return str(Skipped(self.skipped).label) if self.skipped else str(self.comment)


class ReviewReminder(models.Model):
    """A person was reminded of a step, at one rung of the ladder (days after it was due)."""

    step = models.ForeignKey(ReviewStep, on_delete=models.CASCADE, related_name="reminders")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    rung = models.SmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["step", "user", "rung"], name="review_reminder_once"),
        )


def due_date(level: str, institution_id: int | None, *, on: datetime.date) -> datetime.date:
    """The last day to read a step that begins on that day."""
    said = ReviewTime.objects.filter(
        institution=institution_id, level=level, valid_from__lte=on
    ).order_by("-valid_from")
    days = said.values_list("days", flat=True).first()
    return on + datetime.timedelta(days=days or DEFAULT_DAYS[Level(level)])


def reason_to_skip(step: ReviewStep, *, writers: Collection[int | None]) -> str:
    """One of Skipped where nobody but an author could decide, else "". The last level of an
    institution or province is never passed over, so that one other person always reads."""
    if step.level in (Level.OFFICE, Level.PROVINCE):
        return ""
    if step.level == Level.DEPARTMENT and step.department_id is None:
        return Skipped.NO_DEPARTMENT
    readers = reviewers_of(step)
    if not readers:
        return Skipped.NOBODY
    return "" if readers - set(writers) else Skipped.ONLY_AUTHOR
