"""Dated rules of training: an institution's own go before its province's, that before the examples
of the product."""

import datetime
from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.enums import StaffKind
from courses.institutions.models import Department, Institution
from courses.institutions.scopes import ScopePaths
from courses.qualifications.enums import Severity
from courses.qualifications.models import PlacedPeriodQuerySet
from courses.training.enums import STAFF_PROGRAMMES, ProgrammeKind, WaitingOrder


class PlacedRule(models.Model):
    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    citation = models.CharField(_("citation"), max_length=300)
    quotation = models.TextField(_("quotation"), blank=True)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("until"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(shared=True)

    class Meta:
        abstract = True


def _not_empty(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name=f"{name}_not_empty"
    )


def counting_programmes() -> list[str]:
    return [ProgrammeKind.ROTATION.value, ProgrammeKind.TOPICAL.value]


class CycleRule(PlacedRule):
    """How much training staff of a kind need, and in which time.

    With `first_day` everybody's cycle begins on that day and every `months` after it; without it
    everybody has their own: at any time the last `months` must hold enough.
    """

    staff_kind = models.CharField(_("kind"), max_length=20, choices=StaffKind)
    months = models.PositiveSmallIntegerField(_("length of the cycle in months"))
    first_day = models.DateField(_("first day of the first cycle"), null=True, blank=True)
    # Where both are given, either suffices unless `needs_both`.
    required_hours = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    required_sessions = models.PositiveSmallIntegerField(_("sessions"), null=True, blank=True)
    needs_both = models.BooleanField(default=False)
    # Values of ProgrammeKind whose hours count; never those of students' trainings.
    programme_kinds = models.JSONField(default=counting_programmes)
    # Who came fewer months than this before the end of a cycle is due in the next.
    newcomer_months = models.PositiveSmallIntegerField(default=0)
    severity = models.CharField(_("severity"), max_length=15, choices=Severity)
    history = HistoricalRecords(app="courses")

    objects: ClassVar = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            _not_empty("cycle_rule"),
            models.CheckConstraint(condition=Q(months__range=(1, 120)), name="cycle_rule_months"),
            models.CheckConstraint(
                condition=Q(required_hours__gte=1) | Q(required_sessions__gte=1),
                name="cycle_rule_requires_something",
            ),
        )

    @property
    def counting_kinds(self) -> frozenset[str]:
        return frozenset(self.programme_kinds) & STAFF_PROGRAMMES

    def suffices(self, hours: Decimal, sessions: int) -> bool:
        """Whether so many hours and sessions of one cycle are enough."""
        enough = []
        if self.required_hours:
            enough.append(hours >= self.required_hours)
        if self.required_sessions:
            enough.append(sessions >= self.required_sessions)
        return all(enough) if self.needs_both else any(enough)


class NominationRule(PlacedRule):
    """Who approves, until when one may withdraw, what follows when somebody doesn't appear. Of the
    province for its sessions, of the institution for its own."""

    # Of a province's session: False means that an institution fills its seats by itself.
    province_decides = models.BooleanField(default=True)
    waiting_order = models.CharField(
        max_length=16, choices=WaitingOrder, default=WaitingOrder.LONGEST_WITHOUT
    )
    # So many days before the first day one may withdraw without giving a reason; 0: until it.
    free_withdrawal_days = models.PositiveSmallIntegerField()
    # Who withdrew later than that, and who didn't appear, isn't nominated again for so long.
    late_withdrawal_months = models.PositiveSmallIntegerField(default=0)
    no_show_months = models.PositiveSmallIntegerField(default=0)
    # The seat of somebody who withdraws stays with the institution as long as it has somebody
    # waiting, else it goes to the others on the list.
    seat_stays = models.BooleanField(default=True)
    # For each who didn't appear the institution's quota for the next session is so much smaller.
    no_show_seats = models.PositiveSmallIntegerField(default=0)
    # From this share of the hours on, in percent, a training can be completed.
    attendance_percent = models.PositiveSmallIntegerField(default=100)
    history = HistoricalRecords(app="courses")

    objects: ClassVar = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            _not_empty("nomination_rule"),
            models.CheckConstraint(
                condition=Q(attendance_percent__range=(1, 100)), name="nomination_rule_attendance"
            ),
        )

    def last_free_day(self, starts_on: datetime.date) -> datetime.date:
        """The last day on which one may withdraw without a reason."""
        return starts_on - datetime.timedelta(days=self.free_withdrawal_days)


class DepartmentLimit(PlacedRule):
    """How many of a department may be away at trainings on the same day; the smaller of the two
    holds, and one may always go. Without `department` it holds for each department."""

    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    people = models.PositiveSmallIntegerField(_("people"), null=True, blank=True)
    percent = models.PositiveSmallIntegerField(_("percent of its staff"), null=True, blank=True)
    history = HistoricalRecords(app="courses")

    objects: ClassVar = PlacedPeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            _not_empty("department_limit"),
            models.CheckConstraint(
                condition=Q(department=None) | Q(institution__isnull=False),
                name="department_limit_of_institution",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1) | Q(percent__range=(1, 100)),
                name="department_limit_says_something",
            ),
        )

    def allows(self, staff: int) -> int:
        """How many of a department with so many people may be away."""
        limits = [self.people] if self.people else []
        if self.percent:
            limits.append(staff * self.percent // 100)
        return max(1, min(limits))
