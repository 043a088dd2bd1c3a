"""What is to become, or became, of a meeting; and acts of the office on many of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.changes.enums import GroupAction
from courses.changes.models.repair import Repair
from courses.changes.models.request import ChangeRequest
from courses.institutions.models import Campus, Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass, Term
from courses.timetable.models import Meeting
from media.addressing import Addressable


class GroupChange(Addressable):
    """A storm: every meeting of a date moved or cancelled in one act."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="+")
    campus = models.ForeignKey(
        Campus, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    date = models.DateField()
    from_period = models.PositiveSmallIntegerField(default=1)
    action = models.CharField(max_length=10, choices=GroupAction)
    target = models.DateField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(action="move", target__isnull=False)
                | (~Q(action="move") & Q(target=None)),
                name="group_move_has_a_target",
            ),
        )

    @property
    def is_in_exam_week(self) -> bool:
        """The office put the meetings where no class meets otherwise; the reason says why."""
        return self.target is not None and self.term.is_exam_week(self.term.week_of(self.target))


class MeetingChange(Addressable):
    """One meeting of a request, of a group act or of a repair. `before` and `after` are snapshots
    in words and numbers (see domain.snapshot), readable when room and person are long gone;
    `applied_at` is empty until it happened."""

    request = models.ForeignKey(
        ChangeRequest, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    group = models.ForeignKey(
        GroupChange, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    repair = models.ForeignKey(
        Repair, null=True, blank=True, on_delete=models.CASCADE, related_name="changes"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # A timetable in which something was changed can't be replaced as a whole any more.
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    # 补课: the new meeting in which a cancelled one is made up.
    made = models.OneToOneField(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="makes_up"
    )
    before = models.JSONField()
    after = models.JSONField()
    instructor_before = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    instructor_after = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department",
        student="teaching_class__enrolments__student__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(request__isnull=False, group=None, repair=None)
                | Q(request=None, group__isnull=False, repair=None)
                | Q(request=None, group=None, repair__isnull=False),
                name="change_has_one_cause",
            ),
            models.UniqueConstraint(fields=["request", "meeting"], name="meeting_once_in_request"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(made__isnull=False), name="meeting_made_up_once"
            ),
        )
        indexes = (
            models.Index(fields=["teaching_class", "applied_at"], name="change_by_class"),
            models.Index(fields=["institution", "applied_at"], name="change_by_institution"),
        )


class ChangeSeen(models.Model):
    """Somebody has read the news of a change."""

    change = models.ForeignKey(MeetingChange, on_delete=models.CASCADE, related_name="seen")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "change"], name="change_seen_once"),)
