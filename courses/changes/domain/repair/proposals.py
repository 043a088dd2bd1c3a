"""Asking for proposals, keeping them as they were found, and reading them again."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.refusal import ChangeRefused
from courses.changes.domain.repair.reading import read_problem
from courses.changes.domain.repair.trouble import Trouble, concerned, require_sense
from courses.changes.domain.snapshot import Snapshot
from courses.changes.models import Repair
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting, Room
from courses.timetable.solver.repair import problem as repair_problem
from courses.timetable.solver.repair.problem import Choice, Emphasis, Kind


@dataclass(frozen=True)
class Line:
    """What would become of one meeting. `concerned`: it can't stay as it is; others give way.
    `why` counts what an affected meeting without a place had to choose from."""

    meeting: int
    code: str
    course: str
    kind: Kind
    concerned: bool
    before: Snapshot
    after: Snapshot
    why: dict[str, int] | None

    @property
    def weeks_away(self) -> int:
        return self.after.week - self.before.week

    @classmethod
    def read(cls, stored: dict[str, Any]) -> "Line":
        return cls(
            **stored
            | {
                "kind": Kind(stored["kind"]),
                "before": Snapshot.read(stored["before"]),
                "after": Snapshot.read(stored["after"]),
            }
        )


@dataclass(frozen=True)
class Load:
    """Periods of a person in the term, before and with the proposal."""

    name: str
    before: int
    more: int

    @property
    def after(self) -> int:
        return self.before + self.more


@dataclass(frozen=True)
class Proposal:
    """`same_as`: an earlier one of the three that would do the very same."""

    emphasis: Emphasis
    lines: list[Line]
    loads: list[Load]
    width: str
    seconds: float
    same_as: Emphasis | None = None

    @property
    def counts(self) -> Counter[Kind]:
        return Counter(line.kind for line in self.lines)

    @property
    def others(self) -> int:
        return sum(not line.concerned for line in self.lines)

    @property
    def hours_owed(self) -> int:
        return sum(line.before.periods for line in self.lines if line.kind == Kind.CANCEL)


def propose_repair(
    term: Term,
    trouble: Trouble,
    *,
    reason: str,
    now: datetime.datetime | None = None,
    by: Any,
) -> Repair:
    """Search three proposals and keep them. Nothing else changes.

    Raises ChangeRefused for dates that make no sense, and where no meeting is concerned.
    """
    # ortools takes a second to load and is only needed here.
    from courses.timetable.solver.repair.search import repair

    now = now or timezone.now()
    require_sense(term, trouble, today=timezone.localtime(now).date())
    if not concerned(term, trouble, now=now).exists():
        raise ChangeRefused(_("No meeting that could be changed takes place then."))
    problem = read_problem(term, trouble, now=now)
    found = [repair(problem, emphasis) for emphasis in Emphasis]
    return Repair.objects.create(
        institution_id=term.institution_id,
        term=term,
        staff=trouble.staff,
        room=trouble.room,
        first_date=trouble.first,
        last_date=trouble.last,
        reason=reason,
        proposals=_stored(term, problem, found),
        made_by=by,
        made_at=now,
    )


def proposals_of(repair: Repair) -> list[Proposal]:
    """As they were found; no query."""
    read: list[Proposal] = []
    for stored in repair.proposals:
        lines = [Line.read(line) for line in stored["lines"]]
        same = next((one.emphasis for one in read if _does(one.lines) == _does(lines)), None)
        read.append(
            Proposal(
                emphasis=Emphasis(stored["emphasis"]),
                lines=lines,
                loads=[Load(**load) for load in stored["loads"]],
                width=stored["width"],
                seconds=stored["seconds"],
                same_as=same,
            )
        )
    return read


def _does(lines: Sequence[Line]) -> set[tuple[int, Snapshot]]:
    return {(line.meeting, line.after) for line in lines}


def _stored(
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
