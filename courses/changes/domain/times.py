"""Times at which everybody and a room are free, ranked, with the reason said."""

import datetime
from collections.abc import Sequence
from functools import cache

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.changes.domain.audience import administrative_classes_of
from courses.changes.domain.free_time import FreeTime
from courses.changes.domain.occupancy import Occupancy
from courses.changes.domain.other_classes import OtherClasses
from courses.changes.domain.room_needs import rooms_that_fit
from courses.changes.domain.teaching_days import Stint, TeachingDays, minute_of
from courses.institutions.models import StaffMember
from courses.qualifications.domain.authorisation import judge
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.domain.single_students import StudentElsewhere, students_elsewhere_said
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.calendar import place_of, resolve
from courses.timetable.domain.day_layout import layout_of
from courses.timetable.domain.free_weeks import weeks_kept_free
from courses.timetable.domain.scheduling_rules import keep_free_of
from courses.timetable.enums import DayPart, MeetingStatus, ResourceKind
from courses.timetable.models import Meeting, Room
from courses.timetable.solver.repair.elsewhere import missed_cost

SHOWN = 12
A_DAY_AT_MOST = 2
WEEKS_AHEAD = 4
SATURDAY = 6
# What each departure from the meeting as it was costs; the least comes first.
PER_WEEK, OTHER_WEEKDAY, OTHER_ROOM, OTHER_CAMPUS, GAP = 6, 3, 1, 8, 2
EVENING, WEEKEND, NOT_QUITE_FREE_DAY = 6, 9, 1
# More than all others together: what the school's rule keeps free comes last.
KEPT_FREE = 1000


def free_times(
    meeting: Meeting,
    *,
    now: datetime.datetime | None = None,
    weeks: int = WEEKS_AHEAD,
    most: int = SHOWN,
    a_day: int = A_DAY_AT_MOST,
) -> list[FreeTime]:
    """Times for a meeting that is to move, or for making up a cancelled one.

    In the term's teaching weeks from now until so many weeks after the meeting (or after today,
    for one that is past), on days on which classes meet; the instructor may teach on the date; all
    administrative classes, the instructor and a room that fits the class are booked nowhere and not
    away, and no class keeps the week free; the instructor's limits of a day and a week hold, and
    the way from and to other campuses is long enough. Times at which single students of the class
    have another one come later, what the scheduling rule keeps free last. The meeting comes with
    term and `with_names()`. A fixed number of queries, whatever the sizes, and those of times taken
    where they concern such students. At most `most` of them, `a_day` of one date.
    """
    now = now or timezone.now()
    search = _Search(meeting, now=now, weeks=weeks)
    found = sorted(search.run(), key=lambda time: (time.cost, time.date, time.first_period))
    shown: list[FreeTime] = []
    per_day: dict[datetime.date, int] = {}
    for time in found:
        if per_day.get(time.date, 0) < a_day:
            per_day[time.date] = per_day.get(time.date, 0) + 1
            shown.append(time)
        if len(shown) == most:
            break
    return shown


class _Search:
    def __init__(self, meeting: Meeting, *, now: datetime.datetime, weeks: int) -> None:
        self.meeting = meeting
        self.now = now
        term = meeting.term
        today = timezone.localtime(now).date()
        self.origin = max(meeting.date, today)
        last = min(term.last_day, self.origin + datetime.timedelta(weeks=weeks))
        self.bells = Bells(term.institution_id)
        self.classes = administrative_classes_of([meeting.teaching_class_id])[
            meeting.teaching_class_id
        ]
        kept_free = weeks_kept_free(term, self.classes).values()
        self.days = {
            on: day
            for on, day in resolve(term).items()
            if today <= on <= last and not any(weeks >> (day.week - 1) & 1 for weeks in kept_free)
        }
        self.others = OtherClasses.read(
            {meeting.teaching_class_id: self.classes},
            terms=[term],
            first=today,
            last=last,
            with_seats=True,
        )
        seats = self.others.singles.seats[meeting.teaching_class_id]
        self.rooms = rooms_that_fit(meeting, seats=seats)
        # The present room first, then its campus, then the smallest that holds the class.
        self.rooms.sort(
            key=lambda room: (
                room.pk != meeting.room_id,
                room.campus_id != meeting.room.campus_id,
                room.capacity,
            )
        )
        self.taken = Occupancy.read(
            {
                ResourceKind.ROOM: [room.pk for room in self.rooms],
                ResourceKind.STAFF: [meeting.instructor_id],
                ResourceKind.ADMINISTRATIVE_CLASS: self.classes,
            },
            institution=meeting.institution_id,
            first=today,
            last=last,
            but_for=[meeting.pk],
        )
        self.teaching = TeachingDays.read(
            term, [meeting.instructor_id], first=today, last=last, but_for=[meeting.pk]
        )
        self.keep_free = keep_free_of(self.teaching.rule)
        facts = TeachingFacts.of(StaffMember.objects.filter(pk=meeting.instructor_id))
        person = facts.person(meeting.instructor_id)
        self.qualified = cache(lambda on: judge(person, facts, on=on).allowed)

    def run(self) -> list[FreeTime]:
        return [
            time
            for on in self.days
            if self.qualified(on) and self._bearable(on)
            for first in self._starts(on)
            if (time := self._time(on, first)) is not None
        ]

    def _bearable(self, on: datetime.date) -> bool:
        meeting = self.meeting
        return self.teaching.too_much(meeting.instructor_id, on, meeting.periods) is None

    def _starts(self, on: datetime.date) -> list[int]:
        times = self.bells.on(on, self.meeting.room.campus_id)
        if not times:
            return []
        return sorted(layout_of(times, periods=len(times)).starts(self.meeting.periods))

    def _time(self, on: datetime.date, first: int) -> FreeTime | None:
        meeting = self.meeting
        if meeting.status != MeetingStatus.CANCELLED and self._is_its_own(on, first):
            return None
        periods = range(first, first + meeting.periods)
        people: Sequence[tuple[ResourceKind, int]] = [
            (ResourceKind.STAFF, meeting.instructor_id),
            *((ResourceKind.ADMINISTRATIVE_CLASS, pk) for pk in self.classes),
        ]
        if not all(self.taken.is_free(kind, pk, on, periods) for kind, pk in people):
            return None
        for room in self.rooms:
            times = self.bells.on(on, room.campus_id)
            if periods[0] not in times or periods[-1] not in times:
                continue
            starts = datetime.datetime.combine(on, times[first][0])
            if timezone.make_aware(starts) <= self.now:
                continue
            stint = Stint(
                meeting.instructor_id,
                on,
                meeting.periods,
                room.campus_id,
                room.campus.name,
                minute_of(times[first][0]),
                minute_of(times[periods[-1]][1]),
            )
            if self.teaching.too_far(stint) is not None:
                continue
            if self.taken.is_free(ResourceKind.ROOM, room.pk, on, periods):
                return self._ranked(on, first, room, (times[first][0], times[periods[-1]][1]))
        return None

    def _is_its_own(self, on: datetime.date, first: int) -> bool:
        return (on, first) == (self.meeting.date, self.meeting.first_period)

    def _missed_by(
        self, on: datetime.date, first: int, clock: tuple[datetime.time, datetime.time]
    ) -> tuple[StudentElsewhere, ...]:
        starts, ends = (timezone.make_aware(datetime.datetime.combine(on, one)) for one in clock)
        periods = range(first, first + self.meeting.periods)
        return self.others.at(self.meeting.teaching_class_id, on, starts, ends, periods)

    def _ranked(
        self,
        on: datetime.date,
        first: int,
        room: Room,
        clock: tuple[datetime.time, datetime.time],
    ) -> FreeTime:
        meeting = self.meeting
        place = place_of(meeting.term, on)
        weeks = abs(place.week - meeting.week)
        cost: float = PER_WEEK * weeks + abs(first - meeting.first_period) / 20
        reasons = [_("the time it had")] if self._is_its_own(on, first) else []
        if weeks == 0:
            reasons.append(_("same week"))
        else:
            text = ngettext("%(count)d week away", "%(count)d weeks away", weeks)
            reasons.append(text % {"count": weeks})
        if place.weekday == meeting.weekday:
            reasons.append(_("same weekday"))
        else:
            cost += OTHER_WEEKDAY
        if room.pk == meeting.room_id:
            reasons.append(_("same room"))
        elif room.campus_id == meeting.room.campus_id:
            reasons.append(_("same campus"))
            cost += OTHER_ROOM
        else:
            reasons.append(_("another campus"))
            cost += OTHER_CAMPUS
        others = self.taken.of(ResourceKind.STAFF, meeting.instructor_id, on)
        if others and (first - 1 in others or first + meeting.periods in others):
            reasons.append(_("next to another class of the instructor"))
        elif others:
            reasons.append(_("a gap between the instructor's classes"))
            cost += GAP
        elif on != meeting.date:
            reasons.append(_("no other class of the instructor that day"))
            cost += NOT_QUITE_FREE_DAY
        if place.weekday >= SATURDAY:
            reasons.append(_("weekend"))
            cost += WEEKEND
        layout = layout_of(self.bells.on(on, room.campus_id), periods=first)
        if first in layout.parts.get(DayPart.EVENING, ()):
            reasons.append(_("evening"))
            cost += EVENING
        if (self.days[on].weekday, first) in layout.closed(self.keep_free):
            reasons.append(_("kept free by the school's rule"))
            cost += KEPT_FREE
        if missed_by := self._missed_by(on, first, clock):
            reasons.append(students_elsewhere_said(len(missed_by)))
            cost += missed_cost(len(missed_by))
        return FreeTime(
            date=on,
            week=place.week,
            first_period=first,
            periods=meeting.periods,
            clock=f"{clock[0]:%H:%M}–{clock[1]:%H:%M}",
            room=room,
            reasons=tuple(reasons),
            cost=cost,
            missed_by=missed_by,
        )
