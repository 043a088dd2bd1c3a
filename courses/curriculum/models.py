"""Courses and the released outlines that classes are taught by."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from courses.curriculum.enums import CourseNature, ObjectiveKind
from courses.institutions.models import Institution
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from media.addressing import Addressable


class Course(Addressable):
    """A course of an institution; hours are contact hours (学时)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="courses")
    code = models.CharField(_("course code"), max_length=30)
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    nature = models.CharField(
        _("nature"), max_length=20, choices=CourseNature, default=CourseNature.GENERAL_REQUIRED
    )
    credits = models.DecimalField(_("credits"), max_digits=4, decimal_places=1)
    theory_hours = models.PositiveSmallIntegerField(_("theory hours"))
    practice_hours = models.PositiveSmallIntegerField(_("practice hours"), default=0)
    online_hours = models.PositiveSmallIntegerField(_("online hours"), default=0)

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["institution", "code"], name="course_code_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def contact_hours(self) -> int:
        return self.theory_hours + self.practice_hours + self.online_hours


class CourseRequirement(models.Model):
    """Students of an entry year must pass this course (compulsory course, 教高厅〔2007〕7号)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="requirements")
    entry_year = models.PositiveSmallIntegerField(_("entry year"))

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["course", "entry_year"], name="requirement_once"),
        )


class Outline(Addressable):
    """An immutable, numbered release of a syllabus page. Rows are only ever added."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="outlines")
    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    theory_hours = models.PositiveSmallIntegerField()
    practice_hours = models.PositiveSmallIntegerField()
    online_hours = models.PositiveSmallIntegerField()
    # The page and its revision live in cms; courses may not point there.
    page_id = models.PositiveBigIntegerField()
    revision_id = models.PositiveBigIntegerField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField()

    scope_paths: ClassVar = ScopePaths(shared=True)
    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ("course", "-number")
        constraints = (
            models.UniqueConstraint(fields=["course", "number"], name="outline_number_once"),
        )

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    @property
    def contact_hours(self) -> int:
        return self.theory_hours + self.practice_hours + self.online_hours

    @property
    def classroom_hours(self) -> int:
        """Hours that need a meeting: theory and practice."""
        return self.theory_hours + self.practice_hours


class OutlineObjective(models.Model):
    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ObjectiveKind)
    text = models.TextField()

    class Meta:
        ordering = ("outline", "position")


class OutlineContribution(models.Model):
    """A unit serves an objective, shown by an assessment: the map of the syllabus as released."""

    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="contributions")
    objective = models.ForeignKey(
        OutlineObjective, on_delete=models.CASCADE, related_name="contributions"
    )
    unit = models.ForeignKey(
        "courses.OutlineUnit", on_delete=models.CASCADE, related_name="contributions"
    )
    assessment = models.CharField(max_length=200)


class OutlineUnit(models.Model):
    """A unit with its hours by kind."""

    outline = models.ForeignKey(Outline, on_delete=models.CASCADE, related_name="units")
    # The same unit in the syllabus and in other outlines of it; unknown for the first releases.
    key = models.UUIDField(null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    content = models.TextField(blank=True)
    theory_hours = models.PositiveSmallIntegerField(default=0)
    practice_hours = models.PositiveSmallIntegerField(default=0)
    online_hours = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("outline", "position")
        constraints = (
            models.UniqueConstraint(
                fields=["outline", "position"], name="outline_unit_position_once"
            ),
            models.CheckConstraint(
                condition=models.Q(theory_hours__gt=-F("practice_hours") - F("online_hours")),
                name="outline_unit_has_hours",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def classroom_hours(self) -> int:
        return self.theory_hours + self.practice_hours
