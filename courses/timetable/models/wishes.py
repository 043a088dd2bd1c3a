"""What an instructor can bear and would like in a term."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.models import Term
from courses.timetable.enums import Weekday
from media.addressing import Addressable


class TeachingLimit(models.Model):
    """The most periods of an instructor in a term; they go before those of the scheduling rule.
    None: the rule's."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="teaching_limits")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="limits")
    most_per_day = models.PositiveSmallIntegerField(_("Most periods a day"), null=True, blank=True)
    most_per_week = models.PositiveSmallIntegerField(
        _("Most periods a week"), null=True, blank=True
    )
    # Who said so, and what stood here before.
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["term", "staff"], name="teaching_limit_once"),
            models.CheckConstraint(
                condition=(Q(most_per_day=None) | Q(most_per_day__gte=1))
                & (Q(most_per_week=None) | Q(most_per_week__gte=1)),
                name="teaching_limit_leaves_periods",
            ),
        )


class WishesDeadline(models.Model):
    """An act of the office: until when instructors say their wishes for a term; rows are only
    added. None: they aren't asked."""

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="wishes_deadlines")
    day = models.DateField(_("Last day for wishes"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-made_at", "-pk")


class UnwantedTime(Addressable):
    """A weekly time at which an instructor would rather not teach: a search avoids it where it
    can. `weeks` is a bit mask as in Slot."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="unwanted_times")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="unwanted_times")
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    first_period = models.PositiveSmallIntegerField()
    periods = models.PositiveSmallIntegerField()
    weeks = models.PositiveBigIntegerField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("weekday", "first_period", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["term", "staff", "weekday", "first_period"], name="unwanted_time_once"
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(1, 7)), name="unwanted_time_weekday"
            ),
            models.CheckConstraint(
                condition=Q(first_period__gte=1, periods__range=(1, 20)),
                name="unwanted_time_periods",
            ),
            models.CheckConstraint(condition=Q(weeks__gt=0), name="unwanted_time_has_weeks"),
        )
