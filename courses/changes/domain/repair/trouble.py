"""What happened, and which meetings that concerns."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Room
from courses.timetable.models.querysets import MeetingQuerySet


@dataclass(frozen=True)
class Trouble:
    """Either `staff` is away or `room` can't be used, from the first date to the last."""

    first: datetime.date
    last: datetime.date
    staff: StaffMember | None = None
    room: Room | None = None


def still_open(term: Term, *, now: datetime.datetime) -> MeetingQuerySet:
    """Meetings of the term that could still be changed."""
    found: MeetingQuerySet = Meeting.objects.filter(
        term=term, status=MeetingStatus.SCHEDULED, starts_at__gt=now
    )
    return found


def concerned(term: Term, trouble: Trouble, *, now: datetime.datetime) -> MeetingQuerySet:
    """Of those, the meetings that can't take place as they are."""
    rows = still_open(term, now=now).filter(date__range=(trouble.first, trouble.last))
    if trouble.staff is not None:
        return rows.filter(instructor=trouble.staff)
    return rows.filter(room=trouble.room)


def require_sense(term: Term, trouble: Trouble, *, today: datetime.date) -> None:
    """Raise ChangeRefused for dates in the wrong order, over, or outside the term."""
    if (trouble.staff is None) == (trouble.room is None):
        raise ChangeRefused(_("Say either who is away or which room is lost."))
    if trouble.last < trouble.first:
        raise ChangeRefused(_("The last day lies before the first."))
    if trouble.last < today:
        raise ChangeRefused(_("%(date)s has passed.") % {"date": trouble.last.isoformat()})
    if trouble.first > term.last_day or trouble.last < term.first_monday:
        raise ChangeRefused(_("These dates lie outside the term %(term)s.") % {"term": term.code})


def dates_of_weeks(term: Term, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    """Monday of the first week to Sunday of the last."""
    monday = term.first_monday + datetime.timedelta(weeks=first - 1)
    return monday, term.first_monday + datetime.timedelta(weeks=last, days=-1)
