"""Which meetings people miss for a training, or would."""

import datetime
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from courses.institutions.models import StaffMember
from courses.timetable.models import Meeting
from courses.training.enums import SEATED, TO_COME
from courses.training.models import Nomination


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


def uncovered_meetings(
    nominations: QuerySet[Nomination], *, now: datetime.datetime | None = None
) -> QuerySet[Meeting]:
    """Meetings ahead that whoever has a seat by these nominations is to teach on days of the
    training: nobody has been found who teaches them, no plan has moved them."""
    seats = nominations.filter(state__in=SEATED, session__state__in=TO_COME).order_by()
    on_the_day = seats.filter(
        staff=OuterRef("instructor"),
        session__starts_on__lte=OuterRef("date"),
        session__ends_on__gte=OuterRef("date"),
    )
    meetings: QuerySet[Meeting] = (
        Meeting.objects.filter(instructor__in=seats.values("staff"))
        .taking_place()
        .filter(Exists(on_the_day), starts_at__gt=now or timezone.now())
    )
    return meetings
