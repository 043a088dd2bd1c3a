"""Who teaches a class."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from courses.institutions.models import Institution, StaffMember
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopePaths
from courses.qualifications.models import QualificationWaiver
from courses.teaching.models.teaching_class import TeachingClass

WHOLE = 100
"""Percent of a class, and of a full load."""


class TeachingAssignment(models.Model):
    """Who teaches a class over [valid_from, valid_to), and how much of it."""

    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.CASCADE, related_name="assignments"
    )
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="assignments")
    # Set when the person had no qualification and somebody answered for it.
    waiver = models.ForeignKey(
        QualificationWaiver, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Percent of the class's hours that are this person's work; those of the open assignments of a
    # class are 100 at most together (`domain.shares`).
    share = models.PositiveSmallIntegerField(default=WHOLE, db_default=WHOLE)
    # The weeks that are this person's, as a bit mask (bit n being week n+1); None: all of them.
    weeks = models.PositiveBigIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(instructor="staff__user")
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["teaching_class", "staff"],
                condition=Q(valid_to=None),
                name="assignment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(share__range=(1, WHOLE)), name="assignment_share_of_the_whole"
            ),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__gt=0), name="assignment_has_weeks"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="assignment_not_empty",
            ),
        )
