"""Meetings that somebody would miss who goes to a training."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from courses.changes.domain.snapshot import Snapshot
from courses.changes.enums import RequestState
from courses.changes.models import MeetingChange
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from courses.training.domain.planning.scope import Scope
from courses.training.models import PlannedCover


class Taught(NamedTuple):
    """A meeting by primary keys, in the hands of its own instructor."""

    pk: int
    institution: int
    term: int
    teaching_class: int
    course: int
    instructor: int
    date: datetime.date
    first_period: int
    periods: int
    room: int


FIELDS = (
    *("pk", "institution_id", "term_id", "teaching_class_id", "teaching_class__course_id"),
    *("instructor_id", "date", "first_period", "periods", "room_id"),
)


def meetings_ahead(
    scope: Scope, *, first: datetime.date, last: datetime.date, now: datetime.datetime
) -> list[Taught]:
    """Scheduled meetings of the days from `first` to `last` that have not begun; one query."""
    rows = Meeting.objects.filter(
        institution__in=scope.institutions(),
        date__range=(first, last),
        status=MeetingStatus.SCHEDULED,
        starts_at__gt=now,
    ).order_by("starts_at", "pk")
    return [Taught(*row) for row in rows.values_list(*FIELDS)]


def before_covers(covers: Iterable[PlannedCover]) -> dict[int, Taught]:
    """Meetings that were covered by a plan, as they would be again without it. One query."""
    requests = [one.request_id for one in covers if one.request_id is not None]
    rows = MeetingChange.objects.filter(
        request__in=requests, request__state=RequestState.APPLIED
    ).select_related("meeting__teaching_class")
    found = {}
    for change in rows:
        before, meeting = Snapshot.read(change.before), change.meeting
        found[meeting.pk] = Taught(
            meeting.pk,
            meeting.institution_id,
            meeting.term_id,
            meeting.teaching_class_id,
            meeting.teaching_class.course_id,
            before.instructor,
            before.date,
            before.first_period,
            before.periods,
            before.room,
        )
    return found
