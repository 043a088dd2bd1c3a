"""What a class has read, and the answers that its students shared."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Page

from cms.reading.domain.places import Entry, Outline, outline_at
from cms.reading.models import PageProgress, ReflectionAnswer
from courses.teaching.models import Enrolment, TeachingAssignment, TeachingClass


@dataclass(frozen=True)
class LessonReadBy:
    """A lesson and how many of the class have read it to the end; `share` in percent."""

    unit: str
    lesson: Entry
    readers: int
    students: int

    @property
    def share(self) -> int:
        return round(100 * self.readers / self.students) if self.students else 0


@dataclass(frozen=True)
class StudentRead:
    """A student and the lessons they have read to the end; `last` is when they last read."""

    enrolment: Enrolment
    finished: int
    lessons: int
    last: datetime.datetime | None


def course_of(teaching_class: TeachingClass) -> Outline | None:
    """The lessons as they are published now below the syllabus that the class's outline was
    released from; None where it isn't published any more."""
    page = Page.objects.filter(pk=teaching_class.outline.page_id).first()
    return outline_at(page) if page else None


def students_of(teaching_class: TeachingClass) -> QuerySet[Any]:
    """Open enrolments with the student, in the order of a register."""
    return (
        Enrolment.objects.filter(teaching_class=teaching_class, valid_to=None)
        .select_related("student__administrative_class")
        .order_by("student__administrative_class__name", "student__student_number")
    )


def lessons_read(teaching_class: TeachingClass, course: Outline) -> list[LessonReadBy]:
    """Each lesson with the number of its readers; two queries whatever the size of the class.
    A student without an account has read nothing."""
    enrolled = Enrolment.objects.filter(teaching_class=teaching_class, valid_to=None)
    students = enrolled.count()
    finished = PageProgress.objects.filter(
        page__in=[entry.pk for entry in course.leaves],
        finished_at__isnull=False,
        user__in=enrolled.filter(student__user__isnull=False).values("student__user"),
    )
    readers = Counter(finished.values_list("page", flat=True))
    return [
        LessonReadBy(group.title, entry, readers[entry.pk], students)
        for group in course.groups
        for entry in group.entries
    ]


def read_by(enrolments: Sequence[Enrolment], course: Outline) -> list[StudentRead]:
    """What each of these students has read; one query."""
    lessons = [entry.pk for entry in course.leaves]
    users = [one.student.user_id for one in enrolments if one.student.user_id]
    rows = PageProgress.objects.filter(page__in=lessons, user__in=users)
    of_user: dict[int, list[PageProgress]] = defaultdict(list)
    for row in rows:
        of_user[row.user_id].append(row)
    found = []
    for enrolment in enrolments:
        own = of_user[enrolment.student.user_id] if enrolment.student.user_id else []
        found.append(
            StudentRead(
                enrolment=enrolment,
                finished=sum(row.finished_at is not None for row in own),
                lessons=len(lessons),
                last=max((row.updated_at for row in own), default=None),
            )
        )
    return found


def teaches_now(user: Any, teaching_class: TeachingClass) -> bool:
    """Whether the person is an instructor of the class today: only those see what its students
    share, whoever else may oversee the class."""
    return (
        TeachingAssignment.objects.filter(teaching_class=teaching_class, staff__user=user.pk)
        .valid_on(timezone.localdate())
        .exists()
    )


def shared_answers(teaching_class: TeachingClass) -> QuerySet[Any]:
    """Answers that students of the class share, below the syllabus it is taught by; the latest
    first. Each has `student_name` and `student_number`.

    Ask `teaches_now` before showing them.
    """
    course = course_of(teaching_class)
    lessons = [entry.pk for entry in course.leaves] if course else []
    enrolled = Enrolment.objects.filter(teaching_class=teaching_class, valid_to=None)
    return (
        ReflectionAnswer.objects.filter(
            is_shared=True, page__in=lessons, user__in=enrolled.values("student__user")
        )
        .annotate(
            student_name=F("user__qihang_student__name"),
            student_number=F("user__qihang_student__student_number"),
        )
        .select_related("page")
        .order_by("-shared_at", "pk")
    )
