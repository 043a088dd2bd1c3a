"""A proposal of who goes to which training and who teaches meanwhile, and what became of it."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from courses.changes.models import ChangeRequest
from courses.institutions.enums import INSTITUTION_WIDE, RoleKind
from courses.institutions.models import Department, Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.timetable.models import Meeting, Room
from courses.training.enums import PartState, PlanState, SeatChange
from courses.training.models.nomination import Nomination
from courses.training.models.owned import ONE_OWNER, Owned
from courses.training.models.session import TrainingSession
from media.addressing import Addressable


class RotationPlanQuerySet(ScopedQuerySet):
    """`RotationPlan.objects.visible_to(user)`"""

    def _allowed_by(self, role: Any) -> Q:
        """A province's plan is seen by the institutions it concerns; each sees its own people in
        it (PlannedSeat)."""
        if role.kind == RoleKind.PROVINCE_OFFICER:
            return Q(institution=None, province=role.province) | Q(
                institution__province=role.province
            )
        if role.kind in INSTITUTION_WIDE or role.kind == RoleKind.DEPARTMENT_COORDINATOR:
            parts = PlanPart.objects.filter(institution=role.institution_id)
            return Q(institution=role.institution_id) | Q(
                institution=None, pk__in=parts.values("plan")
            )
        return Q(pk__in=[])


class RotationPlan(Owned, Addressable):
    """Of a province for all its institutions, or of one institution for itself.

    `options`: {"seconds", "days_between", "fare"}. `figures`: {"people", "placed", "unplaced",
    "most_placed", "total", "bound", "gap", "cost": {part: units}, "weights": {part: points},
    "curve": [[seconds, cost, bound or None, placed]], "seconds", "cpu_seconds", "megabytes",
    "reading_seconds", "meetings", "covers", "uncovered", "sessions", "moved", "job"}.
    """

    number = models.PositiveSmallIntegerField()
    first_day = models.DateField(_("first day of the cycle"))
    last_day = models.DateField(_("last day of the cycle"))
    state = models.CharField(
        pgettext_lazy("rotation plan", "state"),
        max_length=10,
        choices=PlanState,
        default=PlanState.DRAFT,
    )
    # The plan that stood before: this one keeps as much of it as can be kept.
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="followers"
    )
    options = models.JSONField(default=dict)
    figures = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(app="courses", excluded_fields=["figures"])

    objects: ClassVar = RotationPlanQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=ONE_OWNER, name="rotation_plan_has_one_owner"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="rotation_plan_days_in_order"
            ),
            models.UniqueConstraint(
                fields=["institution", "number"],
                condition=Q(institution__isnull=False),
                name="rotation_plan_number_once",
            ),
            models.UniqueConstraint(
                fields=["province", "number"],
                condition=Q(institution=None),
                name="province_rotation_plan_number_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.cycle_said} #{self.number}"

    @property
    def cycle_said(self) -> str:
        """2026-2028."""
        first, last = self.first_day.year, self.last_day.year
        return f"{first}-{last}" if first != last else f"{first}"

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT


class PlanPart(models.Model):
    """One institution's part of a plan. `problems` are the sentences for which it was not carried
    out: then nothing of it was."""

    plan = models.ForeignKey(RotationPlan, on_delete=models.CASCADE, related_name="parts")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=PartState, default=PartState.PROPOSED)
    people = models.PositiveIntegerField(default=0)
    placed = models.PositiveIntegerField(default=0)
    covers = models.PositiveIntegerField(default=0)
    problems = models.JSONField(default=list)
    # What the institution asks to be changed.
    comment = models.CharField(
        pgettext_lazy("rotation plan", "comment"), max_length=500, blank=True
    )
    commented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    commented_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths()
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("institution", "pk")
        constraints = (
            models.UniqueConstraint(fields=["plan", "institution"], name="plan_part_once"),
        )


class PlannedRow(models.Model):
    """A row about a person of a plan. Institution and department as on the day of the plan."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    scope_paths: ClassVar = ScopePaths(department="department", instructor="staff__user")

    class Meta:
        abstract = True


class PlannedSeatQuerySet(ScopedQuerySet):
    def going(self) -> Self:
        """Without those that the plan gives up."""
        return self.exclude(change=SeatChange.DROPPED)

    def with_names(self) -> Self:
        return self.select_related(
            "staff", "department", "institution", "session__programme", "nomination"
        )


class PlannedSeat(PlannedRow, Addressable):
    """Somebody is to go to a session. `is_fixed`: had the seat before the plan. `declined_reason`:
    the institution asks for another one."""

    plan = models.ForeignKey(RotationPlan, on_delete=models.CASCADE, related_name="seats")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="planned_seats")
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="planned_seats"
    )
    is_fixed = models.BooleanField(default=False)
    # Against the plan that stood before.
    change = models.CharField(max_length=8, choices=SeatChange, blank=True)
    nomination = models.ForeignKey(
        Nomination, null=True, blank=True, on_delete=models.SET_NULL, related_name="planned_seats"
    )
    declined_reason = models.CharField(_("reason"), max_length=300, blank=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = PlannedSeatQuerySet.as_manager()

    class Meta:
        ordering = ("session__starts_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["plan", "staff", "session"], name="planned_seat_once"),
        )
        indexes = (
            models.Index(fields=["plan", "institution"], name="planned_seat_of_institution"),
            models.Index(fields=["plan", "session"], name="planned_seat_of_session"),
        )


class PlannedCover(PlannedRow, Addressable):
    """A meeting that would be missed: taught by `substitute`, or made up at another time. Of
    `person`, whose seat it comes of. `request` is the change that was carried out."""

    plan = models.ForeignKey(RotationPlan, on_delete=models.CASCADE, related_name="covers")
    seat = models.ForeignKey(
        PlannedSeat, null=True, blank=True, on_delete=models.CASCADE, related_name="covers"
    )
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="planned_covers")
    substitute = models.ForeignKey(
        StaffMember, null=True, blank=True, on_delete=models.PROTECT, related_name="planned_covers"
    )
    date = models.DateField(null=True, blank=True)
    first_period = models.PositiveSmallIntegerField(null=True, blank=True)
    room = models.ForeignKey(
        Room, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    request = models.OneToOneField(
        ChangeRequest,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="planned_cover",
    )

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("meeting__starts_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["plan", "meeting"], name="planned_cover_once"),
            models.CheckConstraint(
                condition=Q(substitute__isnull=False, date=None, first_period=None, room=None)
                | Q(
                    substitute=None,
                    date__isnull=False,
                    first_period__isnull=False,
                    room__isnull=False,
                ),
                name="planned_cover_is_of_one_kind",
            ),
        )
        indexes = (
            models.Index(fields=["plan", "institution"], name="planned_cover_of_institution"),
        )

    @property
    def is_make_up(self) -> bool:
        return self.substitute_id is None


class UnplacedStaff(PlannedRow):
    """Who doesn't meet the cycle by a plan. `reason` is a value of the planner's Reason; `subjects`
    are its names on that day; `alone`: no plan at all could have placed the person."""

    plan = models.ForeignKey(RotationPlan, on_delete=models.CASCADE, related_name="unplaced")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20)
    subjects = models.JSONField(default=list)
    alone = models.BooleanField(default=False)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("institution", "staff__name", "pk")
        constraints = (models.UniqueConstraint(fields=["plan", "staff"], name="unplaced_once"),)
