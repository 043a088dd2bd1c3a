"""What happened: hours delivered, who was there, and what was studied online."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.curriculum.models import Outline, OutlineUnit
from courses.delivery.enums import AttendanceStatus
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.qualifications.models import PlacedPeriodQuerySet
from courses.teaching.models import Enrolment, TeachingClass
from courses.timetable.models import Meeting
from media.library.models import LibraryMedia


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


class OutlineMove(models.Model):
    """Somebody moved a class to another outline of its course, on purpose; rows are only added."""

    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.CASCADE, related_name="outline_moves"
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    source = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="+")
    target = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="+")
    # Meetings that kept their unit, and meetings that got one of the new outline.
    kept = models.PositiveSmallIntegerField()
    changed = models.PositiveSmallIntegerField()
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    moved_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department",
        instructor="teaching_class__assignments__staff__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-moved_at", "-pk")


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


class OnlineResource(models.Model):
    """A video whose watching counts towards the online hours of a unit; part of the release."""

    outline = models.ForeignKey(
        Outline, on_delete=models.CASCADE, related_name="online_resources", db_index=False
    )
    unit = models.ForeignKey(OutlineUnit, on_delete=models.CASCADE, related_name="online_resources")
    # Hours were credited for it: it can't be deleted from under them.
    media = models.ForeignKey(LibraryMedia, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    # The length of the video when the outline was released.
    duration_ms = models.PositiveIntegerField()

    class Meta:
        ordering = ("unit", "position")
        constraints = (
            # A video in two units counts in the first: nobody is credited twice for one watching.
            models.UniqueConstraint(fields=["outline", "media"], name="online_resource_once"),
            models.CheckConstraint(
                condition=Q(duration_ms__gt=0), name="online_resource_has_length"
            ),
        )


class OnlineStudy(models.Model):
    """The greatest share of a unit's videos that a student has watched. It outlives the outline:
    the unit is named by its key, and a class that moves to another outline takes it along."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="online_study")
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    # See domain.online.key_of.
    unit_key = models.UUIDField()
    # Of the length of the unit's videos, rounded down to four digits.
    share = models.DecimalField(max_digits=5, decimal_places=4)
    updated_at = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(
        department="enrolment__student__department",
        instructor="enrolment__teaching_class__assignments__staff__user",
        student="enrolment__student__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["enrolment", "unit_key"], name="online_study_once"),
            models.CheckConstraint(condition=Q(share__range=(0, 1)), name="online_study_share"),
        )


class OnlineRule(models.Model):
    """How watched video becomes online hours: a dated rule of an institution or a province, or the
    default of the product (neither), with who says so."""

    province = models.CharField(max_length=2, blank=True)
    institution = models.ForeignKey(
        Institution, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # From this share on the unit counts as watched wholly.
    whole_share = models.DecimalField(max_digits=4, decimal_places=3)
    # Credited hours are rounded down to a multiple of this.
    step_hours = models.DecimalField(max_digits=4, decimal_places=2)
    # The fastest speed at which watching counts; None: as fast as the player plays.
    max_rate = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
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
                name="online_rule_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(whole_share__gt=0, whole_share__lte=1), name="online_rule_whole_share"
            ),
            models.CheckConstraint(condition=Q(step_hours__gt=0), name="online_rule_step"),
            models.CheckConstraint(
                condition=Q(max_rate=None) | Q(max_rate__range=(1, 2)), name="online_rule_speed"
            ),
        )
