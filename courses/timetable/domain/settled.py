"""Meetings that no publication touches any more: taught, recorded, cancelled, or agreed on."""

import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q

from courses.teaching.models import Term
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting
from courses.timetable.models.querysets import MeetingQuerySet

_records: dict[str, Q] = {}


def settles_meetings(related_name: str, **conditions: Any) -> None:
    """A slice above says: rows under this name of a meeting, with these conditions on them, are a
    record of what was done with it."""
    _records[related_name] = Q(**{f"{related_name}__isnull": False}) & Q(
        **{f"{related_name}__{name}": value for name, value in conditions.items()}
    )


def settled_meetings(term: Term, *, valid_from: datetime.date) -> MeetingQuerySet:
    """Of the term's meetings that came of slots, those that stay: before `valid_from`; held or
    cancelled; with a record; moved, substituted or given another room by somebody's decision."""
    record = reduce(or_, _records.values(), Q(pk__in=()))
    decided = (
        ~Q(starts_at=F("occurrence__original_start"))
        | ~Q(instructor=F("slot__instructor"))
        | ~Q(room=F("slot__room"))
    )
    settled = Q(date__lt=valid_from) | ~Q(status=MeetingStatus.SCHEDULED) | record | decided
    found: MeetingQuerySet = Meeting.objects.filter(settled, term=term, slot__isnull=False)
    return found.distinct()
