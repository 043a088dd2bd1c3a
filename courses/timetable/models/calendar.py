"""Which days of a term differ from the plain week, and when the bell rings."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Campus, Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Term
from courses.timetable.enums import DayKind
from media.addressing import Addressable


class CalendarDay(Addressable):
    """A day of the term that is not an ordinary day of its week.

    `follows` is the date whose timetable a make-up workday is taught by. No data set knows it: a
    person of the office says so; until then no class meets on that day.
    """

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="calendar_days")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    date = models.DateField(_("date"))
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind)
    name = models.CharField(_("name"), max_length=50, blank=True)
    follows = models.DateField(_("follows the timetable of"), null=True, blank=True)
    # Empty: what a person of the office says; it stays when the calendar is proposed again.
    source = models.CharField(max_length=100, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    entered_at = models.DateTimeField(null=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("date",)
        constraints = (
            models.UniqueConstraint(fields=["term", "date"], name="calendar_day_once"),
            models.UniqueConstraint(
                fields=["term", "follows"],
                condition=Q(follows__isnull=False),
                name="date_is_made_up_once",
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | Q(kind="make_up"), name="only_make_up_days_follow"
            ),
        )


class BellSchedule(Addressable):
    """作息时间表: in force from a date on, for one campus or for all."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="bell_schedules"
    )
    campus = models.ForeignKey(
        Campus, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=50)
    valid_from = models.DateField(_("from"))

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("institution", "-valid_from")
        constraints = (
            # One for all campuses counts as equal to another for all, on SQLite too.
            models.UniqueConstraint(
                "institution",
                Coalesce("campus", Value(0), output_field=models.BigIntegerField()),
                "valid_from",
                name="bell_schedule_once",
            ),
        )


class BellPeriod(models.Model):
    """节次 with its clock times."""

    schedule = models.ForeignKey(BellSchedule, on_delete=models.CASCADE, related_name="periods")
    number = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta:
        ordering = ("schedule", "number")
        constraints = (
            models.UniqueConstraint(fields=["schedule", "number"], name="bell_period_once"),
            # django-scheduler lets an event end before it starts; we don't.
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="bell_period_not_empty"),
        )
