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
    # 考试周, after the teaching weeks; no class is placed or moved into them.
    exam_weeks = models.PositiveSmallIntegerField(
        _("exam weeks after them"), default=0, db_default=0
    )
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
            models.CheckConstraint(condition=Q(exam_weeks__lte=4), name="term_has_few_exam_weeks"),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def last_day(self) -> datetime.date:
        """The Sunday of the last teaching week."""
        return self.first_monday + datetime.timedelta(days=7 * self.weeks - 1)

    @property
    def last_exam_day(self) -> datetime.date:
        """The Sunday of the last exam week; that of the last teaching week without any."""
        return self.last_day + datetime.timedelta(days=7 * self.exam_weeks)

    def days_of(self, weeks: int | None) -> tuple[datetime.date, datetime.date]:
        """The first Monday and the last Sunday of these weeks, a bit mask; None: of the term."""
        if weeks is None:
            return self.first_monday, self.last_day
        first = (weeks & -weeks).bit_length() - 1
        return (
            self.first_monday + datetime.timedelta(weeks=first),
            self.first_monday + datetime.timedelta(weeks=weeks.bit_length(), days=-1),
        )

    def is_exam_week(self, week: int) -> bool:
        return self.weeks < week <= self.weeks + self.exam_weeks

    def week_of(self, date: datetime.date) -> int:
        """The teaching week of a date; below 1 or above `weeks` when it lies outside the term."""
        return (date - self.first_monday).days // 7 + 1
