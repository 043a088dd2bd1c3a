"""A term, its teaching classes, who teaches them and who sits in them."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import Course, Outline
from courses.institutions.models import (
    AdministrativeClass,
    Campus,
    Institution,
    StaffMember,
    Student,
)
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.qualifications.models import QualificationWaiver
from courses.teaching.enums import EnrolmentKind, Outcome, WeeklyPattern
from media.addressing import Addressable

WHOLE = 100
"""Percent of a class, and of a full load."""

MOST_TARGET = 200
"""Nobody is planned for more than two full loads."""


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


class TeachingClassQuerySet(ScopedQuerySet):
    def with_students(self) -> Self:
        """Each with `students`, the number of open enrolments."""
        enrolled = (
            Enrolment.objects.filter(teaching_class=OuterRef("pk"), valid_to=None)
            .order_by()
            .values("teaching_class")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(students=Coalesce(Subquery(enrolled), 0))

    def with_instructor_name(self) -> Self:
        """Each with `instructor_name`, "" where nobody teaches yet."""
        names = _open_assignments().order_by("staff__name").values("staff__name")[:1]
        return self.annotate(instructor_name=Coalesce(Subquery(names), Value("")))

    def without_instructor(self) -> Self:
        return self.filter(~Exists(_open_assignments()))

    def taught_by(self, staff: StaffMember) -> Self:
        return self.filter(Exists(_open_assignments().filter(staff=staff)))

    def with_details(self) -> Self:
        """Course, administrative classes and current instructors in three more queries."""
        return self.select_related("course", "campus", "term").prefetch_related(
            Prefetch(
                "administrative_classes",
                AdministrativeClass.objects.select_related("department").order_by("name"),
            ),
            Prefetch(
                "assignments",
                TeachingAssignment.objects.filter(valid_to=None).select_related("staff", "waiver"),
                to_attr="current_assignments",
            ),
        )


def _open_assignments() -> PeriodQuerySet:
    return TeachingAssignment.objects.filter(teaching_class=OuterRef("pk"), valid_to=None)


class TeachingClass(Addressable):
    """教学班, usually a joint class of 2-3 administrative classes; pinned to an outline."""

    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="teaching_classes"
    )
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="teaching_classes")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="teaching_classes")
    outline = models.ForeignKey(Outline, on_delete=models.PROTECT, related_name="teaching_classes")
    # As 正方 writes it: (2026-2027-1)-C2092011-01
    code = models.CharField(_("teaching class"), max_length=60)
    campus = models.ForeignKey(
        Campus, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    weekly_pattern = models.CharField(
        max_length=12, choices=WeeklyPattern, default=WeeklyPattern.WEEKLY
    )
    periods_per_meeting = models.PositiveSmallIntegerField(default=2)
    # The weeks in which it may meet, as a bit mask (bit n being week n+1); None: all of the term.
    weeks = models.PositiveBigIntegerField(null=True, blank=True)
    # Two weekly times lie at least so many days apart; 1 is any two days.
    days_apart = models.PositiveSmallIntegerField(default=1, db_default=1)
    # What its room must be and have, in the words of the institution's rooms; empty: anything.
    room_kind = models.CharField(max_length=30, blank=True, db_default="")
    equipment = models.JSONField(default=list, db_default=[])
    administrative_classes = models.ManyToManyField(
        AdministrativeClass, related_name="teaching_classes"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    scope_paths: ClassVar = ScopePaths(
        department="administrative_classes__department",
        instructor="assignments__staff__user",
        student="enrolments__student__user",
    )
    objects = TeachingClassQuerySet.as_manager()

    class Meta:
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint(
                fields=["institution", "code"], name="teaching_class_code_once"
            ),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__gt=0), name="teaching_class_has_weeks"
            ),
            models.CheckConstraint(
                condition=Q(days_apart__range=(1, 6)), name="teaching_class_days_apart"
            ),
        )

    def __str__(self) -> str:
        return self.code


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


class TargetLoad(models.Model):
    """How much of a full load a person is to teach in a term, in percent; without a row: all of it.
    0: nobody proposes this person."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="target_loads")
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="target_loads")
    share = models.PositiveSmallIntegerField()

    scope_paths: ClassVar = ScopePaths(department="staff__department", instructor="staff__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["term", "staff"], name="target_load_once"),
            models.CheckConstraint(
                condition=Q(share__range=(0, MOST_TARGET)), name="target_load_share"
            ),
        )


class Enrolment(Addressable):
    """A student in a teaching class. Institution, entry year, course and term are repeated here:
    counting over them was measured to need it (docs/decisions/0003)."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments")
    teaching_class = models.ForeignKey(
        TeachingClass, on_delete=models.PROTECT, related_name="enrolments"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+", db_index=False)
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+", db_index=False)
    entry_year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=EnrolmentKind, default=EnrolmentKind.FIRST)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    # The total of the grade sheet once it is locked.
    grade = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    scope_paths: ClassVar = ScopePaths(
        department="student__department",
        instructor="teaching_class__assignments__staff__user",
        student="student__user",
    )
    objects = PeriodQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["student", "course", "term"],
                condition=Q(valid_to=None),
                name="enrolment_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="enrolment_not_empty",
            ),
        )
        indexes = (
            models.Index(
                fields=["institution", "student"],
                include=["course", "outcome", "valid_from", "valid_to"],
                name="enrolment_by_student",
            ),
            models.Index(
                fields=["student", "course"],
                include=["outcome", "valid_from", "valid_to"],
                name="enrolment_by_course",
            ),
            models.Index(
                fields=["institution", "term"],
                include=["outcome", "grade"],
                name="enrolment_by_term",
            ),
        )


class Exemption(models.Model):
    """免修: the student need not take the course."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="exemptions")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    granted_on = models.DateField()

    scope_paths: ClassVar = ScopePaths(department="student__department", student="student__user")
    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["student", "course"], name="exemption_once"),
        )
