"""No meeting moves into weeks that its students keep free, such as those of graduating classes."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import MeetingChange
from courses.teaching.models import Term
from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.domain.free_weeks import weeks_kept_free


def moves_into_free_weeks(
    term: Term,
    changes: Sequence[MeetingChange],
    *,
    classes: Mapping[int, Sequence[int]],
    days: Mapping[datetime.date, TimetableDay],
) -> list[str]:
    """A sentence for each change that puts a meeting on another date, or makes it up, in such a
    week. `classes`: administrative classes by teaching class. Two queries."""
    free = weeks_kept_free(term, {pk for each in classes.values() for pk in each})
    found = []
    for change in changes:
        before, after = Snapshot.read(change.before), Snapshot.read(change.after)
        day = days.get(after.date)
        same = before.date == after.date and not before.is_cancelled
        if day is None or after.is_cancelled or same:
            continue
        if any(free.get(pk, 0) >> (day.week - 1) & 1 for pk in classes[change.teaching_class_id]):
            found.append(
                _("On %(date)s the students of the class keep the week free.")
                % {"date": after.date.isoformat()}
            )
    return found
