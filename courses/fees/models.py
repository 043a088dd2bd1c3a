"""What an hour is paid, and what was settled."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.qualifications.models import PlacedPeriodQuerySet
from courses.timetable.models import Meeting
from media.addressing import Addressable


class FeeRule(models.Model):
    """What a class hour (学时) is paid by kind of employment and title: a dated rule of an
    institution or a province, with who says so."""

    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # [{"kind": StaffKind, "title": code of the level or "", "rate": "150.00"}, …]; a line without
    # a title is for titles that no other line names, and for people without one.
    rates = models.JSONField(default=list)
    # A statement's sum is rounded half up to a multiple of this (yuan).
    round_to = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal("0.01"))
    citation = models.CharField(max_length=300)
    quotation = models.TextField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    # Who entered it, and what stood here before it came into force.
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="fee_rule_not_empty",
            ),
            models.CheckConstraint(condition=Q(round_to__gt=0), name="fee_rule_rounding"),
        )


class FeeStatement(Addressable):
    """What one person is paid for [starts_on, ends_on], both included, as it was settled. Never
    changed: what turns out otherwise is a correction in the next one."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="fee_statements")
    # Counted within the institution and the year of `settled_at`.
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    hours = models.IntegerField()
    # The sum of the lines, and what is paid after rounding; both in yuan.
    exact = models.DecimalField(max_digits=12, decimal_places=2)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    round_to = models.DecimalField(max_digits=5, decimal_places=2)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_at = models.DateTimeField()
    # Hours up to the last day that stood in no statement then: [{"month", "hours", "reason"}, …].
    # None in statements from before this was noted.
    open_hours = models.JSONField(null=True, editable=False)

    scope_paths: ClassVar = ScopePaths(instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-settled_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "year", "number"], name="fee_statement_number_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="fee_statement_not_empty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}-{self.number:04d}"


class FeeLine(models.Model):
    """One meeting in a statement, with what was known of it then. The first line of a meeting pays
    it; any later one is the difference to what the lines before it paid."""

    statement = models.ForeignKey(FeeStatement, on_delete=models.CASCADE, related_name="lines")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    is_correction = models.BooleanField(default=False)
    date = models.DateField()
    first_period = models.PositiveSmallIntegerField()
    periods = models.PositiveSmallIntegerField()
    class_code = models.CharField(max_length=60)
    course_name = models.CharField(max_length=200)
    # The title by which the rate was found; empty where the rate doesn't ask for one.
    title = models.CharField(max_length=100, blank=True)
    # Negative in a correction that takes back.
    hours = models.SmallIntegerField()
    rate = models.DecimalField(max_digits=8, decimal_places=2)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    citation = models.CharField(max_length=300)

    class Meta:
        ordering = ("date", "first_period", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["staff", "meeting"],
                condition=Q(is_correction=False),
                name="meeting_paid_once",
            ),
            models.UniqueConstraint(
                fields=["statement", "meeting"], name="fee_line_of_meeting_once"
            ),
        )
