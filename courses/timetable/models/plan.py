"""Rooms, and the weekly slots of a version of the timetable."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from schedule.models import Calendar, Event

from courses.institutions.models import Campus, Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import TeachingClass, Term
from courses.timetable.enums import VersionState, Weekday
from courses.timetable.models.querysets import SlotQuerySet
from media.addressing import Addressable


class Room(Addressable):
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="rooms")
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT, related_name="rooms")
    name = models.CharField(_("room"), max_length=50)
    capacity = models.PositiveSmallIntegerField(_("seats"))
    # The institution's own words, such as 机房; a class asks for them by the same words.
    kind = models.CharField(_("kind"), max_length=30, blank=True, db_default="")
    equipment = models.JSONField(_("equipment"), default=list, db_default=[])

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=["campus", "name"], name="room_name_once"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="room_has_seats"),
        )

    def __str__(self) -> str:
        return self.name


class TimetableVersion(Addressable):
    """One result of the solver for a term; at most one is published."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="timetable_versions")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    calendar = models.ForeignKey(
        Calendar, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Seconds, seed, and what could not be placed with the reason.
    solver_report = models.JSONField(default=dict)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("term", "-number")
        constraints = (
            models.UniqueConstraint(fields=["term", "number"], name="timetable_version_once"),
            models.UniqueConstraint(
                fields=["term"], condition=Q(state="published"), name="one_published_timetable"
            ),
        )


class Publication(Addressable):
    """One act of publishing. A version can be published more than once: by a changed calendar, or
    as a roll-back. The counts are meetings."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="publications")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(
        TimetableVersion, on_delete=models.CASCADE, related_name="publications"
    )
    number = models.PositiveSmallIntegerField()
    # Meetings before this date were left as they were.
    valid_from = models.DateField()
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    meetings_settled = models.PositiveIntegerField()
    meetings_same = models.PositiveIntegerField()
    meetings_changed = models.PositiveIntegerField()
    meetings_added = models.PositiveIntegerField()
    meetings_removed = models.PositiveIntegerField()

    scope_paths: ClassVar = ScopePaths()
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("term", "-number")
        constraints = (
            models.UniqueConstraint(fields=["term", "number"], name="publication_number_once"),
        )


class Slot(Addressable):
    """A weekly time of a teaching class; `weeks` is a bit mask, bit n being week n+1."""

    version = models.ForeignKey(TimetableVersion, on_delete=models.CASCADE, related_name="slots")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.CASCADE, related_name="slots"
    )
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    first_period = models.PositiveSmallIntegerField()
    periods = models.PositiveSmallIntegerField(default=2)
    weeks = models.PositiveBigIntegerField()
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="slots")
    instructor = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="slots")
    # A search around this version leaves it where it is.
    locked = models.BooleanField(default=False, db_default=False)
    # Why the office put it above the instructor's limit of periods; empty where it keeps to it.
    limit_reason = models.CharField(
        _("reason"), max_length=200, blank=True, default="", db_default=""
    )
    limit_excused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    limit_excused_at = models.DateTimeField(null=True, blank=True)
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="qihang_slot"
    )

    scope_paths: ClassVar = ScopePaths(
        department="teaching_class__administrative_classes__department",
        instructor="instructor__user",
        student="teaching_class__enrolments__student__user",
    )
    objects = SlotQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="slot_weekday"),
            models.CheckConstraint(condition=Q(periods__range=(1, 4)), name="slot_periods"),
            models.CheckConstraint(condition=Q(first_period__gte=1), name="slot_first_period"),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="slot_has_weeks"),
            models.CheckConstraint(
                condition=Q(limit_reason="", limit_excused_at=None)
                | (~Q(limit_reason="") & Q(limit_excused_at__isnull=False)),
                name="slot_above_limit_has_a_reason",
            ),
        )
