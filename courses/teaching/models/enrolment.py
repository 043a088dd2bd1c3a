"""Who sits in a class."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from courses.curriculum.models import Course
from courses.institutions.models import Institution, Student
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopePaths
from courses.teaching.enums import EnrolmentKind, Outcome
from courses.teaching.models.teaching_class import TeachingClass
from courses.teaching.models.term import Term
from media.addressing import Addressable


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
