"""A student's attendance so far, and the best that is still reachable."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from courses.delivery.enums import AttendanceStatus
from courses.delivery.models import AttendanceRecord
from courses.institutions.models import Student
from courses.institutions.prepared_query import Parameter, PreparedQuery
from courses.teaching.models import Enrolment

THERE = (AttendanceStatus.PRESENT, AttendanceStatus.LATE)


@dataclass(frozen=True)
class Participation:
    """Counts of meetings by status, and the hours of those where the student was there."""

    present: int = 0
    late: int = 0
    absent: int = 0
    leave: int = 0
    hours: int = 0

    @property
    def meetings(self) -> int:
        return self.present + self.late + self.absent + self.leave

    @property
    def percent(self) -> int | None:
        """Share of recorded meetings attended, in whole percent; None before the first."""
        if not self.meetings:
            return None
        return round(100 * (self.present + self.late) / self.meetings)

    def best_reachable(self, remaining_hours: int) -> int:
        """Hours at the end if nothing more is missed."""
        return self.hours + remaining_hours


def participation_in(enrolments: Iterable[Enrolment]) -> dict[int, Participation]:
    """Participation by enrolment id, in one query."""
    ids = [enrolment.pk for enrolment in enrolments]
    return _participation(ids, _counted(AttendanceRecord.objects.filter(enrolment__in=ids)))


def participation_of_student(
    student: Student, enrolments: Iterable[Enrolment]
) -> dict[int, Participation]:
    """As `participation_in`, of the student's own enrolments."""
    ids = [enrolment.pk for enrolment in enrolments]
    return _participation(ids, _OF_STUDENT.all(student=student.pk) if ids else [])


def _counted(records: QuerySet[Any]) -> QuerySet[Any]:
    return (
        records.values("enrolment_id")
        .order_by()
        .annotate(
            present=Count("pk", filter=Q(status=AttendanceStatus.PRESENT)),
            late=Count("pk", filter=Q(status=AttendanceStatus.LATE)),
            absent=Count("pk", filter=Q(status=AttendanceStatus.ABSENT)),
            leave=Count("pk", filter=Q(status=AttendanceStatus.LEAVE)),
            hours=Sum("meeting__delivery__hours", filter=Q(status__in=THERE)),
        )
    )


_OF_STUDENT: PreparedQuery[dict[str, Any]] = PreparedQuery(
    lambda: _counted(AttendanceRecord.objects.filter(enrolment__student=Parameter("student")))
)


def _participation(ids: list[int], rows: Iterable[dict[str, Any]]) -> dict[int, Participation]:
    found = {
        row["enrolment_id"]: Participation(
            row["present"], row["late"], row["absent"], row["leave"], row["hours"] or 0
        )
        for row in rows
    }
    return {pk: found.get(pk, Participation()) for pk in ids}


def participation_of(enrolment: Enrolment) -> Participation:
    """Participation of one enrolment."""
    return participation_in([enrolment])[enrolment.pk]
