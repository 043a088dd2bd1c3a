"""What stands against many changes of different classes, asked of all at once."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.objections import objections_to
from courses.changes.domain.room_needs import against_room
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import MeetingChange
from courses.qualifications.domain.authorisation import judge
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.models import Enrolment, Term
from courses.timetable.domain.calendar import resolve
from courses.timetable.models import Room

Read = Sequence[tuple[MeetingChange, Snapshot, Snapshot]]
"""A change with the meeting before and after it."""


def problems_by_meeting(
    changes: Sequence[MeetingChange], *, now: datetime.datetime
) -> dict[int, list[str]]:
    """Sentences against each change, by the meeting's primary key. Meetings come with term and
    names. The queries of `objections_to` for each term, and nine."""
    if not changes:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    read = [(one, Snapshot.read(one.before), Snapshot.read(one.after)) for one in changes]
    for change, before, after in read:
        if before.moment(before.starts) <= now:
            found[change.meeting_id].append(
                _("The meeting of %(day)s has begun or is over.") % {"day": before.day_said}
            )
        elif after.moment(after.starts) <= now:
            found[change.meeting_id].append(_("The new time has passed."))
    _add_rooms(found, read)
    _add_people(found, read)
    classes = administrative_classes_of({one.teaching_class_id for one in changes})
    by_term: dict[Term, list[MeetingChange]] = defaultdict(list)
    for change in changes:
        by_term[change.meeting.term].append(change)
    for term, some in by_term.items():
        days = resolve(term)
        for change in some:
            date = Snapshot.read(change.after).date
            if date != change.meeting.date and date not in days:
                found[change.meeting_id].append(
                    _("No classes are taught on %(date)s.") % {"date": date.isoformat()}
                )
        for objection in objections_to(term, some, classes=classes, days=days):
            found[objection.meeting].append(objection.sentence)
    return {meeting: sentences for meeting, sentences in found.items() if sentences}


def _add_rooms(found: dict[int, list[str]], read: Read) -> None:
    entered = [(change, after.room) for change, before, after in read if before.room != after.room]
    if not entered:
        return
    rooms = Room.objects.in_bulk({room for _change, room in entered})
    rows = Enrolment.objects.filter(
        teaching_class__in={change.teaching_class_id for change, _room in entered}, valid_to=None
    ).order_by()
    students = dict(rows.values_list("teaching_class").annotate(Count("pk")))
    for change, pk in entered:
        needed = students.get(change.teaching_class_id, 0)
        found[change.meeting_id] += against_room(
            rooms[pk], change.meeting.teaching_class, students=needed
        )


def _add_people(found: dict[int, list[str]], read: Read) -> None:
    """People who teach on a date on which they did not, and may not."""
    newly = [
        (change, after.instructor, after.date)
        for change, before, after in read
        if (before.instructor, before.date) != (after.instructor, after.date)
    ]
    facts = TeachingFacts.of(sorted({staff for _change, staff, _date in newly}))
    for change, staff, date in newly:
        person = facts.person(staff)
        answer = judge(person, facts, on=date)
        if not answer.allowed:
            found[change.meeting_id].append(
                _("%(name)s may not teach then: %(reasons)s.")
                % {"name": person.staff.name, "reasons": _("; ").join(answer.reasons)}
            )
