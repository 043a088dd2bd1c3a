"""Carrying a proposal out: all of it, or nothing and a sentence why."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.applying import carry_out
from courses.changes.domain.ordered_checks import problems_by_meeting
from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.repair.proposal import Line, proposals_of
from courses.changes.domain.repair.trouble import Trouble, concerned
from courses.changes.domain.terms_held import hold_terms
from courses.changes.models import MeetingChange, Repair
from courses.institutions.models import StaffMember
from courses.timetable.models import Meeting, Room


@transaction.atomic
def apply_repair(repair: Repair, *, emphasis: str, by: Any) -> Repair:
    """Carry one of the proposals out, exactly as it was shown. Requests that wait for these
    meetings are refused when they come up: their meeting has changed.

    Raises ChangeRefused, changing nothing: one was carried out already, newer proposals took their
    place, or the timetable, people or rooms are not what they were when the proposal was made.
    """
    now = timezone.now()
    hold_terms([repair.term_id], institutions=[repair.institution_id])
    locked = Repair.objects.select_for_update().filter(pk=repair.pk).first()
    if locked is None:
        raise ChangeRefused(_("These proposals have been replaced by newer ones. Choose there."))
    repair = locked
    if repair.applied_at is not None:
        raise ChangeRefused(_("A proposal of these has been carried out already."))
    chosen = next((one for one in proposals_of(repair) if one.emphasis == emphasis), None)
    if chosen is None:
        raise ChangeRefused(_("Choose one of the proposals."))
    _require_all_concerned(repair, chosen.lines, now)
    changes = _changes(repair, chosen.lines)
    problems = _problems(chosen.lines, changes, now)
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
    rows = Meeting.objects.with_names().select_related("term__institution")
    meetings = rows.in_bulk([line.meeting for line in lines])
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


def _problems(lines: list[Line], changes: list[MeetingChange], now: datetime.datetime) -> list[str]:
    if found := _gone(lines):
        return found
    against = problems_by_meeting(changes, now=now).values()
    # What stands against a person or a day is said once, however many meetings it touches.
    return list(dict.fromkeys(sentence for some in against for sentence in some))


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
