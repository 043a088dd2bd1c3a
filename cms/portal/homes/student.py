"""下一次课, and how far I am."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assessments.certificates.models import Certificate
from cms.portal.homes.today import lines_of, today_at
from cms.reading.domain.lessons_ahead import (
    LessonAhead,
    lessons_ahead,
    to_prepare,
    with_hours_before,
)
from courses.changes.domain import notices_asked_for_student, publications_asked_for_student
from courses.delivery.domain import (
    ClassHours,
    Participation,
    hours_for_student,
    participation_of_student,
)
from courses.institutions.asked_together import AskedTogether
from courses.institutions.models import Student
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_moment
from courses.institutions.scopes import Scope
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment
from courses.timetable.models import Meeting

COMING = 3


@dataclass(frozen=True)
class CourseLine:
    """A course of the student: hours so far, best reachable, grade and certificate when there."""

    enrolment: Enrolment
    participation: Participation
    hours: ClassHours
    certificate: Certificate | None

    @property
    def reachable(self) -> int:
        return self.participation.best_reachable(self.hours.remaining)

    @property
    def missed(self) -> int:
        """Hours that can't be reached any more."""
        return max(0, self.hours.planned - self.reachable)

    @property
    def is_graded(self) -> bool:
        return self.enrolment.outcome != Outcome.OPEN


def student_home(user: Any, scope: Scope) -> dict[str, Any]:
    student = _STUDENT.first(user=user.pk)
    if student is None:
        return {"student": None, "today": today_at(None)}
    together = AskedTogether()
    ahead = together.rows(_COMING.asking(student=student.pk, now=timezone.now()))
    enrolments = together.rows(_ENROLMENTS.asking(student=student.pk))
    certificates = together.rows(_CERTIFICATES.asking(student=student.pk))
    notices = notices_asked_for_student(together, user, student)
    publications = publications_asked_for_student(together, user, student)
    coming = ahead()
    return {
        "student": student,
        "today": today_at(student.institution_id),
        "coming": lines_of(coming),
        "to_prepare": _to_prepare(coming[:1], user),
        "courses": _courses(student, enrolments(), certificates()),
        "notices": notices(),
        "publications": publications(),
    }


def _to_prepare(next_meetings: list[Meeting], user: Any) -> list[LessonAhead]:
    """What to read before the next meeting."""
    lessons = lessons_ahead(next_meetings)
    return to_prepare([each for one in lessons.values() for each in one], user)


def _courses(
    student: Student, enrolments: list[Enrolment], standing: list[Certificate]
) -> list[CourseLine]:
    hours = hours_for_student(student, [one.teaching_class for one in enrolments])
    participation = participation_of_student(student, enrolments)
    certificates = {one.enrolment_id: one for one in standing}
    return [
        CourseLine(
            one, participation[one.pk], hours[one.teaching_class_id], certificates.get(one.pk)
        )
        for one in enrolments
    ]


# --- What every student asks each morning ------------------------------------------------------
_STUDENT: PreparedQuery[Student] = PreparedQuery(
    lambda: Student.objects.filter(user=Parameter("user"))
)


def _coming() -> QuerySet[Any]:
    meetings = Meeting.objects.of_student(Parameter("student")).taking_place()
    soon = meetings.not_over(a_moment("now")).with_names().calendar_order()
    return with_hours_before(soon)[:COMING]


_COMING: PreparedQuery[Meeting] = PreparedQuery(_coming)
_ENROLMENTS: PreparedQuery[Enrolment] = PreparedQuery(
    lambda: (
        Enrolment.objects.filter(student=Parameter("student"), valid_to=None)
        .select_related("teaching_class__outline", "course", "term")
        .order_by("-term__first_monday", "course__code")
    )
)
_CERTIFICATES: PreparedQuery[Certificate] = PreparedQuery(
    lambda: Certificate.objects.standing().filter(
        enrolment__student=Parameter("student"), enrolment__valid_to=None
    )
)
