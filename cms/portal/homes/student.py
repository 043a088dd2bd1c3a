"""下一次课, and how far I am."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from assessments.certificates.models import Certificate
from cms.portal.homes.today import lines_of, today_at
from cms.reading.domain.lessons_ahead import (
    LessonAhead,
    lessons_ahead,
    to_prepare,
    with_hours_before,
)
from courses.delivery.domain import (
    ClassHours,
    Participation,
    hours_of_classes,
    participation_in,
)
from courses.institutions.models import Student
from courses.institutions.scopes import Scope
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment
from courses.timetable.models import Meeting
from courses.timetable.queries import Person

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
    student = Student.objects.filter(user=user).first()
    if student is None:
        return {"student": None, "today": today_at(None)}
    meetings = Person(student=student, staff=None).meetings().taking_place()
    soon = meetings.not_over(timezone.now()).with_names().calendar_order()
    coming = list(with_hours_before(soon)[:COMING])
    return {
        "student": student,
        "today": today_at(student.institution_id),
        "coming": lines_of(coming),
        "to_prepare": _to_prepare(coming[:1], user),
        "courses": _courses(student),
    }


def _to_prepare(next_meetings: list[Meeting], user: Any) -> list[LessonAhead]:
    """What to read before the next meeting."""
    lessons = lessons_ahead(next_meetings)
    return to_prepare([each for one in lessons.values() for each in one], user)


def _courses(student: Student) -> list[CourseLine]:
    enrolments = list(
        Enrolment.objects.filter(student=student, valid_to=None)
        .select_related("teaching_class__outline", "course", "term")
        .order_by("-term__first_monday", "course__code")
    )
    hours = hours_of_classes([one.teaching_class for one in enrolments])
    participation = participation_in(enrolments)
    certificates = {
        certificate.enrolment_id: certificate
        for certificate in Certificate.objects.standing().filter(enrolment__in=enrolments)
    }
    return [
        CourseLine(
            one, participation[one.pk], hours[one.teaching_class_id], certificates.get(one.pk)
        )
        for one in enrolments
    ]
