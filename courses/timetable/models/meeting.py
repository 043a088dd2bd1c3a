"""课次: one date on which a class meets, and what it occupies."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from schedule.models import Occurrence

from courses.curriculum.models import OutlineUnit
from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopePaths
from courses.teaching.models import TeachingClass, Term
from courses.timetable.enums import MeetingStatus, ResourceKind
from courses.timetable.models.plan import Room, Slot
from courses.timetable.models.querysets import MeetingQuerySet
from media.addressing import Addressable


class Meeting(Addressable):
    """One-to-one with a persisted django-scheduler occurrence. `week` and `weekday` are those of
    `date`, on a make-up workday too; which timetable is taught then is told by the calendar."""

    occurrence = models.OneToOneField(
        Occurrence, on_delete=models.PROTECT, related_name="qihang_meeting"
    )
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="meetings")
    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.PROTECT, related_name="meetings", db_index=False
    )
    date = models.DateField()
    # Teaching week, weekday and period are the truth; clock times follow from the bell schedule.
    week = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    first_period = models.PositiveSmallIntegerField()
    periods = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(
        Room, on_delete=models.PROTECT, related_name="meetings", db_index=False
    )
    instructor = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="meetings", db_index=False
    )
    unit = models.ForeignKey(
        OutlineUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=10, choices=MeetingStatus, default=MeetingStatus.SCHEDULED)

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department",
        instructor="instructor__user",
        student="teaching_class__enrolments__student__user",
    )
    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_not_empty"
            ),
        )
        indexes = (
            models.Index(fields=["institution", "date"], name="meeting_by_date"),
            models.Index(fields=["teaching_class", "date"], name="meeting_by_class"),
            models.Index(fields=["instructor", "date"], name="meeting_by_instructor"),
            models.Index(fields=["room", "date"], name="meeting_by_room"),
        )


class Booking(models.Model):
    """A resource taken for one period of one date. The constraint makes clashes impossible;
    a cancelled meeting keeps its row and loses its bookings."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="bookings")
    kind = models.CharField(max_length=5, choices=ResourceKind)
    resource_id = models.PositiveBigIntegerField()
    date = models.DateField()
    period = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["date", "period", "kind", "resource_id"], name="resource_booked_once"
            ),
        )
