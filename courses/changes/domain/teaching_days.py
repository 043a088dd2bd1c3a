"""What people teach on which days, and whether they can bear one meeting more: limits of a day and
a week, ways between campuses."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.changes.domain.snapshot import Snapshot
from courses.teaching.models import Term
from courses.timetable.domain.scheduling_rules import rule_of_term
from courses.timetable.domain.teaching_limits import TeachingLimits
from courses.timetable.domain.travel import minutes_between
from courses.timetable.models import Meeting


class Stint(NamedTuple):
    """Periods on end by one person on one campus (pks). `starts` and `ends` in minutes of the
    day."""

    staff: int
    date: datetime.date
    periods: int
    campus: int
    campus_name: str
    starts: int
    ends: int

    @classmethod
    def of_snapshot(cls, after: Snapshot, *, campus: int) -> "Stint":
        times = (datetime.time.fromisoformat(clock) for clock in (after.starts, after.ends))
        starts, ends = (minute_of(time) for time in times)
        return cls(after.instructor, after.date, after.periods, campus, after.campus, starts, ends)

    @classmethod
    def of_meeting(cls, meeting: Meeting, *, staff: int) -> "Stint":
        """The meeting comes `with_names()`; `staff` teaches it."""
        starts, ends = (
            minute_of(timezone.localtime(moment).time())
            for moment in (meeting.starts_at, meeting.ends_at)
        )
        campus = meeting.room.campus
        return cls(staff, meeting.date, meeting.periods, campus.pk, campus.name, starts, ends)


class TooMuch(NamedTuple):
    """With one more a person would teach so many periods on the date, or in its week, which is more
    than `most`."""

    date: datetime.date
    in_week: bool
    periods: int
    most: int

    def said_of(self, name: str) -> str:
        values = {
            "name": name,
            "date": self.date.isoformat(),
            "periods": self.periods,
            "most": self.most,
        }
        if self.in_week:
            return (
                _(
                    "%(name)s would teach %(periods)d periods in the week of %(date)s; "
                    "%(most)d are allowed at most."
                )
                % values
            )
        return (
            _("%(name)s would teach %(periods)d periods on %(date)s; %(most)d are allowed at most.")
            % values
        )


class TooFar(NamedTuple):
    """Another campus on which the person teaches on the date, too short before or after. No
    minutes: at the same time, whatever the numbers of the periods."""

    date: datetime.date
    campus: str
    minutes: int

    def said_of(self, name: str) -> str:
        values = {
            "name": name,
            "campus": self.campus,
            "date": self.date.isoformat(),
            "minutes": self.minutes,
        }
        if not self.minutes:
            return _("%(name)s teaches on campus %(campus)s at that time on %(date)s.") % values
        return (
            _(
                "%(name)s teaches on campus %(campus)s on %(date)s; the way takes %(minutes)d "
                "minutes, which there aren't."
            )
            % values
        )


class _Span(NamedTuple):
    """A person's day, or the week of a Monday."""

    staff: int
    date: datetime.date
    whole_week: bool


class TeachingDays:
    """The days of some people in the weeks between two dates. What a person teaches already is no
    reason against anything: only what would come on top of it."""

    def __init__(self, term: Term) -> None:
        self.rule = rule_of_term(term)
        self._limits = TeachingLimits(term, rule=self.rule)
        self._minutes = minutes_between(term.institution_id)
        self._planned: Counter[_Span] = Counter()
        self._periods: Counter[_Span] = Counter()
        self._stints: dict[tuple[int, datetime.date], list[Stint]] = defaultdict(list)

    @classmethod
    def read(
        cls,
        term: Term,
        people: Iterable[int],
        *,
        first: datetime.date,
        last: datetime.date,
        but_for: Collection[int] = (),
    ) -> "TeachingDays":
        """Four queries; give a term with its institution. `people`: pks. `but_for`: pks of meetings
        that would be given up."""
        found = cls(term)
        rows = Meeting.objects.filter(
            instructor__in=list(people),
            date__range=(monday_of(first), monday_of(last) + datetime.timedelta(days=6)),
        ).taking_place()
        for pk, staff, date, periods, campus, name, starts, ends in rows.values_list(
            "pk",
            "instructor_id",
            "date",
            "periods",
            "room__campus_id",
            "room__campus__name",
            "starts_at",
            "ends_at",
        ):
            for span in _spans(staff, date):
                found._planned[span] += periods
            if pk not in but_for:
                begins, over = (
                    minute_of(timezone.localtime(moment).time()) for moment in (starts, ends)
                )
                found.add(Stint(staff, date, periods, campus, name, begins, over))
        return found

    def add(self, stint: Stint) -> None:
        """The person teaches this too."""
        for span in _spans(stint.staff, stint.date):
            self._periods[span] += stint.periods
        self._stints[stint.staff, stint.date].append(stint)

    def too_much(self, staff: int, on: datetime.date, periods: int) -> TooMuch | None:
        """A limit that so many periods more on the date would break."""
        limits = self._limits.per_day(staff), self._limits.per_week(staff)
        for span, most in zip(_spans(staff, on), limits, strict=True):
            total = self._periods[span] + periods
            if most is not None and total > max(most, self._planned[span]):
                return TooMuch(on, span.whole_week, total, most)
        return None

    def too_far(self, stint: Stint) -> TooFar | None:
        """A campus from which, or to which, the time isn't enough."""
        for other in self._stints.get((stint.staff, stint.date), ()):
            # That two can't be taught at once on one campus is asked by their periods, elsewhere.
            if stint.campus == other.campus:
                continue
            pair = min(stint.campus, other.campus), max(stint.campus, other.campus)
            minutes = self._minutes.get(pair, 0)
            gap = max(stint.starts - other.ends, other.starts - stint.ends)
            if gap < minutes:
                return TooFar(stint.date, other.campus_name, minutes)
        return None


def _spans(staff: int, on: datetime.date) -> tuple[_Span, _Span]:
    return _Span(staff, on, False), _Span(staff, monday_of(on), True)


def monday_of(on: datetime.date) -> datetime.date:
    return on - datetime.timedelta(days=on.weekday())


def minute_of(time: datetime.time) -> int:
    return time.hour * 60 + time.minute
