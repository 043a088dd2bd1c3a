"""What a publication would change: the dates that stand against the dates that are planned."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone

from courses.teaching.models import Term
from courses.timetable.domain.calendar import place_of
from courses.timetable.domain.meetings_planned import PlannedMeeting, unit_at, units_of
from courses.timetable.domain.settled import settled_meetings
from courses.timetable.models import Meeting


@dataclass
class Concerned:
    """How many meetings of a class change, come or go, and whose they were and will be."""

    meetings: int = 0
    instructors: set[int] = field(default_factory=set)


@dataclass
class Difference:
    """A meeting keeps its address unless it is removed. `changed`: another time, room or
    instructor; `retitled`: only another unit. `owed`: periods that a class loses against
    what stands now, or lacks of what the version plans, by the primary key of the class."""

    valid_from: datetime.date
    settled: list[Meeting] = field(default_factory=list)
    same: list[tuple[Meeting, PlannedMeeting]] = field(default_factory=list)
    retitled: list[tuple[Meeting, PlannedMeeting]] = field(default_factory=list)
    changed: list[tuple[Meeting, PlannedMeeting]] = field(default_factory=list)
    added: list[PlannedMeeting] = field(default_factory=list)
    removed: list[Meeting] = field(default_factory=list)
    owed: dict[int, int] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (self.retitled or self.changed or self.added or self.removed)

    def concerned(self) -> dict[int, Concerned]:
        """Who sees a change, by the primary key of the class. Ask before it is written: a meeting
        that was changed knows its new instructor only."""
        found: dict[int, Concerned] = defaultdict(Concerned)
        for meeting, plan in self.changed:
            _count(found[meeting.teaching_class_id], meeting.instructor_id, plan.slot.instructor_id)
        for meeting in self.removed:
            _count(found[meeting.teaching_class_id], meeting.instructor_id)
        for plan in self.added:
            _count(found[plan.slot.teaching_class_id], plan.slot.instructor_id)
        return dict(found)


def _count(concerned: Concerned, *instructors: int) -> None:
    concerned.meetings += 1
    concerned.instructors.update(instructors)


def first_date_open(term: Term, *, valid_from: datetime.date | None) -> datetime.date:
    """From when a publication may change meetings: what was asked for, else from tomorrow, else,
    as long as nothing is published, from the first day of the term."""
    if not Meeting.objects.filter(term=term, slot__isnull=False).exists():
        return term.first_monday
    return valid_from or timezone.localdate() + datetime.timedelta(days=1)


def compare(
    term: Term, planned: Sequence[PlannedMeeting], *, valid_from: datetime.date, lock: bool = False
) -> Difference:
    """The difference that publishing `planned` from that date on makes. `lock` keeps the meetings
    from being changed, or a roll from being called, until the transaction ends.

    A class never meets more in a week, nor in all, than its plan says: hours that settled meetings
    have taken are left out of the plan, the earliest of the week first, then the last of the term.
    """
    rows = Meeting.objects.filter(term=term, slot__isnull=False).order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    # Read, and so locked, before it is asked which are settled: a roll that was being called has
    # been waited for then.
    meetings = list(rows.select_related("occurrence"))
    settled_keys = set(settled_meetings(term, valid_from=valid_from).values_list("pk", flat=True))
    standing: dict[int, list[Meeting]] = defaultdict(list)
    settled: dict[int, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        kind = settled if meeting.pk in settled_keys else standing
        kind[meeting.teaching_class_id].append(meeting)
    plans: dict[int, list[PlannedMeeting]] = defaultdict(list)
    for plan in planned:
        plans[plan.slot.teaching_class_id].append(plan)
    outlines = {plan.slot.teaching_class.outline_id for plan in planned}
    units = units_of(outlines)
    found = Difference(valid_from)
    for key in sorted({*standing, *settled, *plans}):
        found.settled += settled[key]
        wanted = _still_to_give(term, plans[key], settled[key], valid_from)
        if plans[key]:
            outline = plans[key][0].slot.teaching_class.outline_id
            wanted = _with_units(wanted, settled[key], units[outline])
        _pair(found, standing[key], wanted)
        before = _periods(settled[key]) + _periods(standing[key])
        after = _periods(settled[key]) + _periods(wanted)
        lost = max(_periods(plans[key]), before) - after
        if lost > 0:
            found.owed[key] = lost
    return found


def _still_to_give(
    term: Term,
    plans: list[PlannedMeeting],
    settled: list[Meeting],
    valid_from: datetime.date,
) -> list[PlannedMeeting]:
    if not settled:
        return [plan for plan in plans if plan.date >= valid_from]
    taken = {(_original_date(meeting), meeting.first_period) for meeting in settled}
    left = [
        plan
        for plan in plans
        if plan.date >= valid_from and (plan.date, plan.slot.first_period) not in taken
    ]
    weekly: dict[int, int] = defaultdict(int)
    for plan in plans:
        weekly[plan.week] += plan.slot.periods
    for meeting in settled:
        weekly[place_of(term, _original_date(meeting)).week] -= meeting.periods
    in_week: list[PlannedMeeting] = []
    for plan in reversed(left):
        if weekly[plan.week] >= plan.slot.periods:
            weekly[plan.week] -= plan.slot.periods
            in_week.append(plan)
    in_week.reverse()
    total = _periods(plans) - _periods(settled)
    given: list[PlannedMeeting] = []
    for plan in in_week:
        if total >= plan.slot.periods:
            total -= plan.slot.periods
            given.append(plan)
    return given


def _pair(found: Difference, standing: list[Meeting], wanted: list[PlannedMeeting]) -> None:
    """Meetings that agree stay; of the others the n-th becomes the n-th, so that addresses and
    what people's calendars know of them go on."""
    by_identity = {_identity(meeting): meeting for meeting in standing}
    left: list[PlannedMeeting] = []
    for plan in wanted:
        meeting = by_identity.pop(plan.identity(), None)
        if meeting is None:
            left.append(plan)
        elif meeting.unit_id == plan.unit_id:
            found.same.append((meeting, plan))
        else:
            found.retitled.append((meeting, plan))
    over = sorted(by_identity.values(), key=lambda meeting: (meeting.starts_at, meeting.pk))
    found.changed += zip(over, left, strict=False)
    found.added += left[len(over) :]
    found.removed += over[len(left) :]


def _with_units(
    wanted: list[PlannedMeeting], settled: list[Meeting], units: list[tuple[int, int]]
) -> list[PlannedMeeting]:
    """The units in the order of hours, those of settled meetings counted where they stand."""
    before = sorted((meeting.starts_at, meeting.periods) for meeting in settled)
    result = []
    hour = passed = 0
    for plan in wanted:
        while passed < len(before) and before[passed][0] < plan.starts_at:
            hour += before[passed][1]
            passed += 1
        result.append(replace(plan, unit_id=unit_at(units, hour)))
        hour += plan.slot.periods
    return result


def _periods(meetings: Iterable[Meeting | PlannedMeeting]) -> int:
    return sum(
        item.periods if isinstance(item, Meeting) else item.slot.periods for item in meetings
    )


def _original_date(meeting: Meeting) -> datetime.date:
    """The date that the timetable had planned, for a meeting that was moved since."""
    return timezone.localtime(meeting.occurrence.original_start).date()


def _identity(meeting: Meeting) -> tuple[object, ...]:
    return (
        meeting.teaching_class_id,
        meeting.starts_at,
        meeting.ends_at,
        meeting.first_period,
        meeting.periods,
        meeting.room_id,
        meeting.instructor_id,
    )
