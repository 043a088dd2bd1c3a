"""教学事故: somebody did not teach, or taught otherwise, without approval."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.changes.enums import IncidentKind
from courses.institutions.models import Institution, StaffMember
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.timetable.models import Meeting
from media.addressing import Addressable


class TeachingIncident(Addressable):
    """Recorded by the office or the department; the person concerned sees it."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="incidents")
    # Who should have taught; a later change of the meeting doesn't move the blame.
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="incidents")
    kind = models.CharField(max_length=10, choices=IncidentKind)
    note = models.CharField(_("note"), max_length=300)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(
        department="meeting__teaching_class__administrative_classes__department",
        instructor="staff__user",
    )
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "kind"], name="incident_recorded_once"),
        )
