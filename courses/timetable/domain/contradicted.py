"""Published meetings that contradict what was entered after them: they stay, and the office must
move or cancel them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.busy_times import BusyPeriod, busy_of_term
from courses.timetable.domain.calendar import dates_of, resolve
from courses.timetable.domain.free_weeks import FreeWeeksOfTerm
from courses.timetable.enums import MeetingStatus, ResourceKind
from courses.timetable.models import Booking, CalendarDay, Meeting
from courses.timetable.models.querysets import MeetingQuerySet
from courses.timetable.wording import dated_text, periods_text

LISTED = 20


@dataclass(frozen=True)
class ContradictedMeeting:
    """`because`: what takes the time; `kept_free_by`: the administrative classes that keep the week
    free. Nothing where no class meets on the whole day."""

    meeting: Meeting
    because: str = ""
    kept_free_by: str = ""

    @property
    def periods_said(self) -> str:
        return periods_text(self.meeting.first_period, self.meeting.periods)


@dataclass
class ContradictedDay:
    date: datetime.date
    meetings: list[ContradictedMeeting] = field(default_factory=list)

    @property
    def said(self) -> str:
        return dated_text(self.date, self.meetings[0].meeting.week)

    @property
    def listed(self) -> list[ContradictedMeeting]:
        return self.meetings[:LISTED]

    @property
    def more(self) -> int:
        return len(self.meetings) - len(self.listed)


def on_days_without_classes(
    term: Term, days: Iterable[CalendarDay], *, meetings: MeetingQuerySet
) -> list[ContradictedDay]:
    """Those of `meetings` that are still to be held on dates on which, by these days of the
    calendar, no class meets. One query."""
    taught = resolve(term, days=days)
    closed = [on for on in dates_of(term) if on not in taught]
    rows = meetings.filter(term=term, status=MeetingStatus.SCHEDULED, date__in=closed)
    return _by_day(ContradictedMeeting(one) for one in rows.with_names().calendar_order())


def still_on(term: Term, date: datetime.date) -> int:
    """How many published meetings are still to be held on a date. One query."""
    rows = Meeting.objects.filter(term=term, status=MeetingStatus.SCHEDULED, date=date)
    return rows.count()


def at_times_taken(term: Term, *, meetings: MeetingQuerySet) -> list[ContradictedDay]:
    """Those of `meetings`, from today on, whose room, instructor or administrative class is taken
    by something else at their time. Four queries."""
    reasons = _taken(term, first=timezone.localdate())
    rows = meetings.filter(pk__in=reasons).with_names().calendar_order()
    return _by_day(ContradictedMeeting(one, reasons[one.pk]) for one in rows)


def in_weeks_kept_free(term: Term, *, meetings: MeetingQuerySet) -> list[ContradictedDay]:
    """Those of `meetings`, from today on, that lie in a week that students of the class keep free.
    Four queries at most, one where nobody keeps any."""
    free = FreeWeeksOfTerm(term)
    if free.is_empty:
        return []
    groups: dict[int, list[tuple[str, int]]] = defaultdict(list)
    through = TeachingClass.administrative_classes.through.objects.filter(teachingclass__term=term)
    for row in through.select_related("administrativeclass").order_by("administrativeclass__name"):
        group = row.administrativeclass
        if weeks := free.of([group]):
            groups[row.teachingclass_id].append((group.name, weeks))
    days = resolve(term)
    rows = meetings.filter(
        term=term,
        status=MeetingStatus.SCHEDULED,
        date__gte=timezone.localdate(),
        teaching_class__in=list(groups),
    )
    found = []
    for one in rows.with_names().calendar_order():
        week = days[one.date].week if one.date in days else one.week
        keeping = [name for name, weeks in groups[one.teaching_class_id] if weeks >> (week - 1) & 1]
        if keeping:
            found.append(ContradictedMeeting(one, kept_free_by=_(", ").join(keeping)))
    return _by_day(found)


def taken_meetings(term: Term) -> int:
    """How many meetings `at_times_taken` would find of the whole term. Three queries."""
    return len(_taken(term, first=timezone.localdate()))


def _taken(term: Term, *, first: datetime.date) -> dict[int, str]:
    """Reasons by the meeting's primary key."""
    busy = {_cell(one): one.reason for one in busy_of_term(term) if one.date >= first}
    keys: Mapping[str, set[int]] = {
        kind: {pk for each, pk, _date, _period in busy if each == kind} for kind in ResourceKind
    }
    wanted = Q(pk__in=[])
    for kind, ids in keys.items():
        wanted |= Q(kind=kind, resource_id__in=ids)
    rows = Booking.objects.filter(
        wanted,
        date__in={date for _kind, _pk, date, _period in busy},
        meeting__term=term,
        meeting__status=MeetingStatus.SCHEDULED,
    ).values_list("meeting", "kind", "resource_id", "date", "period")
    return {
        meeting: busy[kind, pk, date, period]
        for meeting, kind, pk, date, period in rows.iterator()
        if (kind, pk, date, period) in busy
    }


def _cell(busy: BusyPeriod) -> tuple[str, int, datetime.date, int]:
    return str(busy.kind), busy.resource_id, busy.date, busy.period


def _by_day(found: Iterable[ContradictedMeeting]) -> list[ContradictedDay]:
    days: dict[datetime.date, list[ContradictedMeeting]] = defaultdict(list)
    for one in found:
        days[one.meeting.date].append(one)
    return [ContradictedDay(date, some) for date, some in sorted(days.items())]
