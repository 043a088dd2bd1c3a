"""What a term has to offer: how many students still need which course."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from courses.curriculum.models import Course, CourseRequirement
from courses.teaching.domain.members import enrolled_periods
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment, Exemption, Term


@dataclass(frozen=True)
class CourseNeed:
    """Numbers of students of an entry year: all, exempt, passed before, placed this term."""

    course: Course
    entry_year: int
    students: int
    exempt: int
    passed: int
    placed: int

    @property
    def to_place(self) -> int:
        """Still without a class this term."""
        return max(0, self.students - self.exempt - self.passed - self.placed)


def plan_of(term: Term) -> list[CourseNeed]:
    """The required courses of every entry year that has students in the term, youngest first.

    Five queries. A student who is both exempt and has passed is counted twice; the proposal of
    joint classes looks at each student and is exact.
    """
    requirements = (
        CourseRequirement.objects.filter(
            institution_id=term.institution_id, entry_year__lte=int(term.code[:4])
        )
        .select_related("course")
        .order_by("-entry_year", "course__code")
    )
    students = dict(
        enrolled_periods(term)
        .values_list("student__entry_year")
        .annotate(number=Count("student", distinct=True))
    )
    inside = Enrolment.objects.filter(institution_id=term.institution_id)
    by_course = ("course_id", "entry_year")
    exempt = _counted(
        Exemption.objects.filter(institution_id=term.institution_id).values_list(
            "course_id", "student__entry_year"
        )
    )
    passed = _counted(
        inside.filter(outcome__in=[Outcome.PASSED, Outcome.EXEMPT])
        .exclude(term=term)
        .values_list(*by_course)
    )
    placed = _counted(inside.filter(term=term, valid_to=None).values_list(*by_course))
    needs = []
    for requirement in requirements:
        key = (requirement.course_id, requirement.entry_year)
        number = students.get(requirement.entry_year, 0)
        if number:
            needs.append(
                CourseNeed(
                    requirement.course,
                    requirement.entry_year,
                    number,
                    exempt.get(key, 0),
                    passed.get(key, 0),
                    placed.get(key, 0),
                )
            )
    return needs


def _counted(rows: QuerySet[Any, Any]) -> dict[tuple[int, int], int]:
    """{(course id, entry year): students}."""
    counted = rows.annotate(number=Count("student", distinct=True)).order_by()
    return {(course_id, entry_year): number for course_id, entry_year, number in counted}
