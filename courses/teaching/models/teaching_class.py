"""A teaching class, and classes with who teaches them and how many sit in them."""

from typing import ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import Course, Outline
from courses.institutions.models import AdministrativeClass, Campus, Institution, StaffMember
from courses.institutions.periods import PeriodQuerySet
from courses.institutions.scopes import ScopedQuerySet, ScopePaths
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models.term import Term
from media.addressing import Addressable


class TeachingClassQuerySet(ScopedQuerySet):
    def with_students(self) -> Self:
        """Each with `students`, the number of open enrolments."""
        enrolled = (
            _open("Enrolment")
            .filter(teaching_class=OuterRef("pk"))
            .order_by()
            .values("teaching_class")
            .annotate(number=Count("pk"))
            .values("number")
        )
        return self.annotate(students=Coalesce(Subquery(enrolled), 0))

    def with_instructor_name(self) -> Self:
        """Each with `instructor_name`, "" where nobody teaches yet."""
        names = _own_assignments().order_by("staff__name").values("staff__name")[:1]
        return self.annotate(instructor_name=Coalesce(Subquery(names), Value("")))

    def without_instructor(self) -> Self:
        return self.filter(~Exists(_own_assignments()))

    def taught_by(self, staff: StaffMember) -> Self:
        return self.filter(Exists(_own_assignments().filter(staff=staff)))

    def with_details(self) -> Self:
        """Course, administrative classes and current instructors in three more queries."""
        return self.select_related("course", "campus", "term").prefetch_related(
            Prefetch(
                "administrative_classes",
                AdministrativeClass.objects.select_related("department").order_by("name"),
            ),
            Prefetch(
                "assignments",
                _open("TeachingAssignment").select_related("staff", "waiver"),
                to_attr="current_assignments",
            ),
        )


def _own_assignments() -> PeriodQuerySet:
    """The open ones of the class that is asked about."""
    return _open("TeachingAssignment").filter(teaching_class=OuterRef("pk"))


def _open(model: str) -> PeriodQuerySet:
    """Rows that hold until further notice. By name: these models point at the class."""
    rows: PeriodQuerySet = apps.get_model("courses", model).objects.filter(valid_to=None)
    return rows


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
