"""What stands against changes now: days without classes, rooms that don't fit, qualification, and
whatever is taken, away, kept free, too much or too far."""

import datetime
from collections.abc import Sequence

from django.utils.translation import gettext as _

from courses.changes.domain.audience import administrative_classes_of, seats_needed
from courses.changes.domain.objections import objections_to
from courses.changes.domain.room_needs import against_room
from courses.changes.domain.snapshot import Snapshot
from courses.changes.domain.substitutes import why_not_fit
from courses.changes.models import MeetingChange
from courses.institutions.models import StaffMember
from courses.timetable.domain.calendar import resolve
from courses.timetable.models import Room


def problems_of_changes(changes: Sequence[MeetingChange], *, now: datetime.datetime) -> list[str]:
    """Sentences; none: everything fits at this moment. All changes are of one class; their meetings
    come with term and names. A fixed number of queries."""
    afters = [Snapshot.read(change.after) for change in changes]
    befores = [Snapshot.read(change.before) for change in changes]
    staying = [after for after in afters if not after.is_cancelled]
    problems = [
        _("The meeting of %(day)s has begun or is over.") % {"day": before.day_said}
        for before in befores
        if not before.is_cancelled and before.moment(before.starts) <= now
    ]
    if not staying:
        return problems
    meeting = changes[0].meeting
    classes = administrative_classes_of([change.teaching_class_id for change in changes])
    moved = [
        after
        for before, after in zip(befores, afters, strict=True)
        if (before.date, before.first_period, before.status)
        != (after.date, after.first_period, after.status)
        and not after.is_cancelled
    ]
    days = resolve(meeting.term)
    if moved:
        problems += [
            _("No classes are taught on %(date)s.") % {"date": after.date.isoformat()}
            for after in moved
            if after.date not in days
        ]
        if any(after.moment(after.starts) <= now for after in moved):
            problems.append(_("The new time has passed."))
    rooms = {after.room for after in staying} - {before.room for before in befores}
    if rooms:
        needed = seats_needed(changes[0].teaching_class_id)
        problems += [
            sentence
            for room in Room.objects.filter(pk__in=rooms)
            for sentence in against_room(room, meeting.teaching_class, students=needed)
        ]
    problems += [
        reason
        for staff, dates in _newly_taught(befores, afters).items()
        for reason in _unfit(staff, dates)
    ]
    against = objections_to(meeting.term, changes, classes=classes, days=days)
    return problems + [one.sentence for one in against]


def _newly_taught(
    befores: Sequence[Snapshot], afters: Sequence[Snapshot]
) -> dict[int, set[datetime.date]]:
    """Dates by instructor that they did not teach before."""
    found: dict[int, set[datetime.date]] = {}
    for before, after in zip(befores, afters, strict=True):
        same = (before.instructor, before.date) == (after.instructor, after.date)
        if not after.is_cancelled and (before.is_cancelled or not same):
            found.setdefault(after.instructor, set()).add(after.date)
    return found


def _unfit(staff_id: int, dates: set[datetime.date]) -> list[str]:
    staff = StaffMember.objects.get(pk=staff_id)
    reasons = why_not_fit(staff, dates)
    if not reasons:
        return []
    return [
        _("%(name)s may not teach then: %(reasons)s.")
        % {"name": staff.name, "reasons": _("; ").join(reasons)}
    ]
