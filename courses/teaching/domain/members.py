"""Which students of which administrative class take a course in a term."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from courses.curriculum.models import Course
from courses.institutions.enums import StudentStatus
from courses.institutions.models import AdministrativeClass, StudentPeriod
from courses.institutions.periods import PeriodQuerySet
from courses.teaching.domain.joint_classes import ClassSize
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment, Exemption, Term


@dataclass(frozen=True)
class Member:
    student_id: int
    administrative_class_id: int
    entry_year: int


def members_of(
    class_ids: Iterable[int], *, term: Term, course: Course | None = None
) -> list[Member]:
    """Students of these administrative classes who are enrolled in the institution in the term.

    Enrolled on any day of the term: first-years arrive a day or two after the first Monday, and
    final years leave before the last Sunday. Whoever changes class counts in the last one. With a
    course, students who need no place in a class of it are left out.
    """
    class_ids = list(class_ids)
    enrolled = enrolled_periods(term)
    touching = enrolled.filter(administrative_class__in=class_ids)
    periods = (
        enrolled.filter(student__in=touching.values("student"))
        .order_by("student_id", "valid_from")
        .values_list("student_id", "administrative_class_id", "student__entry_year")
    )
    last = {row[0]: row for row in periods.iterator(chunk_size=5000)}
    wanted = set(class_ids)
    done = students_done(course, term=term) if course is not None else set()
    return [
        Member(student_id, class_id, entry_year)
        for student_id, class_id, entry_year in last.values()
        if class_id in wanted and student_id not in done
    ]


def enrolled_periods(term: Term) -> PeriodQuerySet:
    """Periods in which students of the institution are enrolled and that touch the term."""
    return StudentPeriod.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=term.first_monday),
        institution_id=term.institution_id,
        status=StudentStatus.ENROLLED,
        valid_from__lte=term.last_day,
    )


def students_done(course: Course, *, term: Term) -> set[int]:
    """Ids of students who need no place in a class of the course: exempt, passed or placed."""
    exempt = Exemption.objects.filter(course=course, granted_on__lte=term.last_day)
    enrolled = Enrolment.objects.filter(institution_id=term.institution_id, course=course).filter(
        Q(outcome__in=[Outcome.PASSED, Outcome.EXEMPT]) | Q(term=term, valid_to=None)
    )
    return set(exempt.values_list("student_id", flat=True)) | set(
        enrolled.values_list("student_id", flat=True)
    )


def class_sizes(term: Term, *, course: Course, entry_year: int) -> list[ClassSize]:
    """The administrative classes of an entry year that still need a teaching class of the course,
    with the number of students who need a place; classes without any are left out."""
    classes: Any = AdministrativeClass.objects.filter(
        institution_id=term.institution_id, entry_year=entry_year
    ).exclude(teaching_classes__in=course.teaching_classes.filter(term=term))
    rows = list(
        classes.order_by("name").values(
            "id", "name", "campus_id", "department_id", "major_id", "entry_year"
        )
    )
    members = members_of([row["id"] for row in rows], term=term, course=course)
    students = Counter(member.administrative_class_id for member in members)
    return [ClassSize(size=students[row["id"]], **row) for row in rows if students[row["id"]]]
