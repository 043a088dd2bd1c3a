"""What a search found, in the words and numbers in which it is kept."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Sum

from courses.changes.domain.snapshot import Snapshot
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Room
from courses.timetable.solver.repair import problem as repair_problem
from courses.timetable.solver.repair.problem import Choice, Kind


def as_kept(
    term: Term,
    problem: repair_problem.RepairProblem,
    found: Sequence[repair_problem.Repair],
) -> list[dict[str, Any]]:
    choices = [choice for one in found for choice in one.choices]
    meetings = {
        str(meeting.pk): meeting
        for meeting in Meeting.objects.filter(pk__in={int(one.meeting) for one in choices})
        .with_names()
        .order_by("starts_at", "pk")
    }
    rooms = {
        str(room.pk): room
        for room in Room.objects.filter(pk__in={int(one.room) for one in choices}).select_related(
            "campus"
        )
    }
    staff = {
        str(person.pk): person
        for person in StaffMember.objects.filter(pk__in={int(one.person) for one in choices})
    }
    load = _loads(term, staff)
    bells = Bells(term.institution_id)
    affected = {meeting.id for meeting in problem.affected}
    stored = []
    for one in found:
        chosen = {choice.meeting: choice for choice in one.choices}
        why = {entry.meeting: entry for entry in one.unsolved}
        lines = []
        more: Counter[str] = Counter()
        for key, meeting in meetings.items():
            if key not in chosen:
                continue
            choice = chosen[key]
            before = Snapshot.of(meeting)
            after = _after(term, before, choice, rooms, staff, bells)
            if choice.kind == Kind.SUBSTITUTE:
                more[choice.person] += meeting.periods
            entry = why.get(key)
            lines.append(
                {
                    "meeting": meeting.pk,
                    "code": meeting.teaching_class.code,
                    "course": meeting.teaching_class.course.name,
                    "kind": str(choice.kind),
                    "concerned": key in affected,
                    "before": before.stored(),
                    "after": after.stored(),
                    "why": {
                        name: getattr(entry, name) for name in ("fit", "free", "rooms", "times")
                    }
                    if entry
                    else None,
                }
            )
        stored.append(
            {
                "emphasis": str(one.emphasis),
                "width": str(one.width),
                "seconds": round(one.cpu_seconds, 2),
                "lines": lines,
                "loads": [
                    {"name": staff[key].name, "before": load.get(key, 0), "more": count}
                    for key, count in more.most_common()
                ],
            }
        )
    return stored


def _after(
    term: Term,
    before: Snapshot,
    choice: Choice,
    rooms: dict[str, Room],
    staff: dict[str, StaffMember],
    bells: Bells,
) -> Snapshot:
    if choice.kind == Kind.CANCEL:
        return before.cancelled()
    if choice.kind == Kind.SUBSTITUTE:
        return before.taught_by(staff[choice.person])
    # Another campus may ring at other times.
    return before.at(
        term,
        date=choice.date,
        first_period=choice.start,
        room=rooms[choice.room],
        bells=bells,
    )


def _loads(term: Term, staff: dict[str, StaffMember]) -> dict[str, int]:
    rows = (
        Meeting.objects.filter(term=term, instructor__in=[int(key) for key in staff])
        .exclude(status=MeetingStatus.CANCELLED)
        .order_by()
        .values_list("instructor")
        .annotate(Sum("periods"))
    )
    return {str(pk): periods for pk, periods in rows}
