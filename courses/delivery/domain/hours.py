"""Hours planned, scheduled, delivered and owed: always counted, never typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Sum

from courses.institutions.models import Student
from courses.institutions.prepared_query import Parameter, PreparedQuery
from courses.teaching.models import Enrolment, TeachingClass
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting


@dataclass(frozen=True)
class ClassHours:
    """Classroom hours of a class. `owed`: planned and neither taught nor on the calendar."""

    planned: int
    scheduled: int
    delivered: int

    @property
    def owed(self) -> int:
        return max(0, self.planned - self.scheduled - self.delivered)

    @property
    def remaining(self) -> int:
        return max(0, self.planned - self.delivered)


def hours_of_classes(classes: Iterable[TeachingClass]) -> dict[int, ClassHours]:
    """Hours by class id in one query; give classes with their outline loaded."""
    planned = {one.pk: one.outline.classroom_hours for one in classes}
    return _hours(planned, _counted(Meeting.objects.filter(teaching_class__in=planned)))


def hours_for_student(student: Student, classes: Iterable[TeachingClass]) -> dict[int, ClassHours]:
    """As `hours_of_classes`, of classes in which the student is enrolled now."""
    planned = {one.pk: one.outline.classroom_hours for one in classes}
    return _hours(planned, _OF_STUDENT.all(student=student.pk) if planned else [])


def _counted(meetings: QuerySet[Any]) -> QuerySet[Any]:
    return (
        meetings.values("teaching_class_id")
        .order_by()
        .annotate(
            scheduled=Sum("periods", filter=Q(status=MeetingStatus.SCHEDULED)),
            delivered=Sum("delivery__hours"),
        )
    )


_OF_STUDENT: PreparedQuery[dict[str, Any]] = PreparedQuery(
    lambda: _counted(
        Meeting.objects.filter(
            teaching_class__in=Enrolment.objects.filter(
                student=Parameter("student"), valid_to=None
            ).values("teaching_class")
        )
    )
)


def _hours(planned: dict[int, int], rows: Iterable[dict[str, Any]]) -> dict[int, ClassHours]:
    counted = {row["teaching_class_id"]: row for row in rows}
    return {
        pk: ClassHours(
            planned=hours,
            scheduled=(counted.get(pk) or {}).get("scheduled") or 0,
            delivered=(counted.get(pk) or {}).get("delivered") or 0,
        )
        for pk, hours in planned.items()
    }


def hours_of(teaching_class: TeachingClass) -> ClassHours:
    """Hours of one class."""
    return hours_of_classes([teaching_class])[teaching_class.pk]
