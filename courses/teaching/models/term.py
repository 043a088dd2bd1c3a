"""A term."""

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class Term(Addressable):
    """学期, coded as the registries do: 2026-2027-1."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="terms")
    code = models.CharField(_("term"), max_length=11)
    first_monday = models.DateField(_("first Monday"))
    weeks = models.PositiveSmallIntegerField(_("number of weeks"), default=18)
    # Instructors enter their wishes for the timetable until the end of this day; None: the office
    # hasn't asked for any.
    wishes_until = models.DateField(_("wishes until"), null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("-first_monday",)
        constraints = (
            models.UniqueConstraint(fields=["institution", "code"], name="term_code_once"),
            models.CheckConstraint(
                condition=Q(first_monday__week_day=2), name="term_begins_on_monday"
            ),
            models.CheckConstraint(condition=Q(weeks__range=(1, 30)), name="term_has_weeks"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def last_day(self) -> datetime.date:
        """The Sunday of the last teaching week."""
        return self.first_monday + datetime.timedelta(days=7 * self.weeks - 1)

    def week_of(self, date: datetime.date) -> int:
        """The teaching week of a date; below 1 or above `weeks` when it lies outside the term."""
        return (date - self.first_monday).days // 7 + 1
