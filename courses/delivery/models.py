"""What happened: hours delivered and who was there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.curriculum.models import OutlineUnit
from courses.delivery.enums import AttendanceStatus
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Enrolment
from courses.timetable.models import Meeting


class DeliveryRecord(models.Model):
    """The meeting took place; hours delivered are counted from these rows, never typed."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="delivery")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(
        OutlineUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hours = models.PositiveSmallIntegerField(_("hours"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(instructor="meeting__instructor__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(hours__range=(1, 12)), name="delivery_hours"),
        )


class AttendanceRecord(models.Model):
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    status = models.CharField(_("attendance"), max_length=10, choices=AttendanceStatus)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    # What stood here before a correction.
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(
        department="enrolment__student__department",
        instructor="meeting__instructor__user",
        student="enrolment__student__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["meeting", "enrolment"], name="attendance_once"),
        )
