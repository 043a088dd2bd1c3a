"""Carrying a proposal out: all of it, or nothing and a sentence why."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out
from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.objections import objections_to
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.repair.proposal import Line, proposals_of
from courses.changes.domain.repair.trouble import Trouble, concerned
from courses.changes.domain.substitutes import why_not_fit
from courses.changes.models import MeetingChange, Repair
from courses.institutions.models import StaffMember
from courses.teaching.models import Enrolment
from courses.timetable.domain.booking import one_at_a_time
from courses.timetable.domain.calendar import resolve
from courses.timetable.models import Meeting, Room


@transaction.atomic
def apply_repair(repair: Repair, *, emphasis: str, by: Any) -> Repair:
    """Carry one of the proposals out, exactly as it was shown. Requests that wait for these
    meetings are refused when they come up: their meeting has changed.

    Raises ChangeRefused, changing nothing: one was carried out already, or the timetable, people
    or rooms are not what they were when the proposal was made.
    """
    now = timezone.now()
    one_at_a_time(repair.institution_id)
    repair = Repair.objects.select_for_update().get(pk=repair.pk)
    if repair.applied_at is not None:
        raise ChangeRefused(_("A proposal of these has been carried out already."))
    chosen = next((one for one in proposals_of(repair) if one.emphasis == emphasis), None)
    if chosen is None:
        raise ChangeRefused(_("Choose one of the proposals."))
    _require_all_concerned(repair, chosen.lines, now)
    changes = _changes(repair, chosen.lines)
    problems = _problems(repair, chosen.lines, changes, now)
    if problems:
        raise ChangeRefused(*problems)
    MeetingChange.objects.bulk_create(changes)
    carry_out(changes, at=now, by=getattr(by, "pk", None))
    repair.applied, repair.applied_by, repair.applied_at = str(chosen.emphasis), by, now
    repair.save(update_fields=["applied", "applied_by", "applied_at"])
    return repair


def _require_all_concerned(repair: Repair, lines: list[Line], now: datetime.datetime) -> None:
    trouble = Trouble(repair.first_date, repair.last_date, staff=repair.staff, room=repair.room)
    known = {line.meeting for line in lines if line.concerned}
    rows = concerned(repair.term, trouble, now=now)
    if set(rows.values_list("pk", flat=True)) - known:
        raise ChangeRefused(
            _("More meetings are concerned now than when this was proposed. Please ask again.")
        )


def _changes(repair: Repair, lines: list[Line]) -> list[MeetingChange]:
    meetings = Meeting.objects.with_names().in_bulk([line.meeting for line in lines])
    gone = [line for line in lines if line.meeting not in meetings]
    if gone:
        raise ChangeRefused(
            *(
                _("The meeting of %(day)s has been changed in the meantime. Please ask again.")
                % {"day": line.before.day_said}
                for line in gone
            )
        )
    return [
        MeetingChange(
            institution_id=repair.institution_id,
            teaching_class_id=meetings[line.meeting].teaching_class_id,
            meeting=meetings[line.meeting],
            repair=repair,
            before=line.before.stored(),
            after=line.after.stored(),
            instructor_before_id=line.before.instructor,
            instructor_after_id=line.after.instructor,
        )
        for line in lines
    ]


def _problems(
    repair: Repair, lines: list[Line], changes: list[MeetingChange], now: datetime.datetime
) -> list[str]:
    found = [
        _("The meeting of %(day)s has begun or is over.") % {"day": line.before.day_said}
        for line in lines
        if line.before.moment(line.before.starts) <= now
    ]
    found += _gone(lines)
    if found:
        return found
    days = resolve(repair.term)
    found += [
        _("No classes are taught on %(date)s.") % {"date": line.after.date.isoformat()}
        for line in lines
        if line.after.date != line.before.date and line.after.date not in days
    ]
    found += [
        _("The new time has passed.")
        for line in lines
        if not line.after.is_cancelled and line.after.moment(line.after.starts) <= now
    ]
    found += _too_small(lines, changes)
    found += _unfit(lines)
    classes = administrative_classes_of({change.teaching_class_id for change in changes})
    against = objections_to(repair.term, changes, classes=classes, days=days)
    return found + [one.sentence for one in against]


def _gone(lines: list[Line]) -> list[str]:
    rooms = Room.objects.in_bulk({line.after.room for line in lines})
    staff = StaffMember.objects.in_bulk({line.after.instructor for line in lines})
    return [
        _("%(name)s doesn't exist any more.") % {"name": name}
        for line in lines
        for name, exists in (
            (line.after.room_name, line.after.room in rooms),
            (line.after.instructor_name, line.after.instructor in staff),
        )
        if not exists
    ]


def _too_small(lines: list[Line], changes: list[MeetingChange]) -> list[str]:
    entered = {line.after.room for line in lines if line.after.room != line.before.room}
    if not entered:
        return []
    rooms = Room.objects.in_bulk(entered)
    students = dict[int, int]()
    rows = Enrolment.objects.filter(
        teaching_class__in={change.teaching_class_id for change in changes}, valid_to=None
    )
    for pk in rows.values_list("teaching_class", flat=True):
        students[pk] = students.get(pk, 0) + 1
    return [
        _("Room %(room)s has %(seats)d seats; the class has %(students)d students.")
        % {
            "room": line.after.room_name,
            "seats": rooms[line.after.room].capacity,
            "students": students[change.teaching_class_id],
        }
        for line, change in zip(lines, changes, strict=True)
        if line.after.room in entered
        and line.after.room != line.before.room
        and rooms[line.after.room].capacity < students.get(change.teaching_class_id, 0)
    ]


def _unfit(lines: list[Line]) -> list[str]:
    """People who teach on a date on which they did not, and may not."""
    dates: dict[int, set[datetime.date]] = {}
    for line in lines:
        same = (line.before.instructor, line.before.date) == (
            line.after.instructor,
            line.after.date,
        )
        if not line.after.is_cancelled and not same:
            dates.setdefault(line.after.instructor, set()).add(line.after.date)
    found = []
    for staff in StaffMember.objects.filter(pk__in=dates).order_by("pk"):
        reasons = why_not_fit(staff, dates[staff.pk])
        if reasons:
            found.append(
                _("%(name)s may not teach then: %(reasons)s.")
                % {"name": staff.name, "reasons": _("; ").join(reasons)}
            )
    return found
