"""Which meetings people would miss for a training."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from courses.institutions.models import StaffMember
from courses.timetable.models import Meeting


def missed_meetings(
    people: Iterable[StaffMember], first: datetime.date, last: datetime.date
) -> dict[int, list[Meeting]]:
    """By the person's primary key what they teach on those days, both included. One query."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    meetings = Meeting.objects.filter(
        instructor__in=[one.pk for one in people], date__range=(first, last)
    )
    for meeting in meetings.taking_place().with_names().calendar_order():
        found[meeting.instructor_id].append(meeting)
    return found
