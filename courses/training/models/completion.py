"""Who was there on which day, and what the training brought."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.training.enums import STAFF_PROGRAMMES, CompletionResult, Presence
from courses.training.models.nomination import Nomination
from courses.training.models.session import TrainingSession
from media.addressing import Addressable


class SessionAttendance(models.Model):
    """One day of one participant. `hours` are those of the day that the person was there for."""

    nomination = models.ForeignKey(
        Nomination, on_delete=models.CASCADE, related_name="attendance", db_index=False
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    date = models.DateField()
    presence = models.CharField(max_length=8, choices=Presence)
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(
        department="nomination__staff__department", instructor="nomination__staff__user"
    )
    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("date", "pk")
        constraints = (
            models.UniqueConstraint(fields=["nomination", "date"], name="training_day_once"),
            models.CheckConstraint(
                condition=Q(presence="present") | Q(hours=0), name="absent_without_hours"
            ),
            models.CheckConstraint(condition=Q(hours__range=(0, 24)), name="hours_of_a_day"),
        )


class CompletionQuerySet(ScopedQuerySet):
    def of_staff_programmes(self) -> "CompletionQuerySet":
        """Without 宏志助航 and other trainings of students, which nobody's cycle counts."""
        return self.filter(session__programme__kind__in=STAFF_PROGRAMMES)


class Completion(Addressable):
    """结业. The credited hours count for the cycle in which `completed_on` lies."""

    nomination = models.OneToOneField(
        Nomination, on_delete=models.PROTECT, related_name="completion"
    )
    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="completions", db_index=False
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(
        TrainingSession, on_delete=models.PROTECT, related_name="completions"
    )
    hours = models.DecimalField(_("credited hours"), max_digits=5, decimal_places=1)
    completed_on = models.DateField(_("completed on"))
    result = models.CharField(
        pgettext_lazy("training", "result"), max_length=10, choices=CompletionResult
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()
    history = HistoricalRecords(app="courses")

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects: ClassVar = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ("-completed_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["staff", "session"], name="training_completed_once"),
            models.CheckConstraint(condition=Q(hours__gt=0), name="completion_has_hours"),
        )
        indexes = (
            models.Index(
                fields=["staff", "completed_on"], include=["hours"], name="completion_by_staff"
            ),
            models.Index(fields=["institution", "completed_on"], name="completion_by_institution"),
        )

    def __str__(self) -> str:
        return f"{self.staff}: {self.session}"
