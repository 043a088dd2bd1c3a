"""A calendar month of a timetable, date by date. Knows no HTML; asks three questions in all."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.institutions.models import AdministrativeClass
from courses.teaching.models import Term
from courses.timetable.domain.calendar import place_of
from courses.timetable.domain.grid import Entry, day_note, meeting_entry
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay
from courses.timetable.models.querysets import MeetingQuerySet
from courses.timetable.wording import weekday_text

# A department has dozens of meetings a day; a box of the month shows the first, the agenda all.
SHOWN = 5
WORKDAYS = 5


@dataclass(frozen=True)
class Month:
    """A month as addresses write it: `2026-09`."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def label(self) -> str:
        return _("%(year)d-%(month)02d") % {"year": self.year, "month": self.number}

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, self.number, 1)

    @property
    def following(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def last(self) -> datetime.date:
        return self.following.first - datetime.timedelta(days=1)

    @property
    def dates(self) -> list[datetime.date]:
        days = range((self.last - self.first).days + 1)
        return [self.first + datetime.timedelta(days=day) for day in days]


@dataclass(frozen=True)
class Day:
    """A date. `week` is None outside the term; `note` says why the day is not an ordinary one,
    `name` in one word."""

    date: datetime.date
    week: int | None
    name: str
    note: str
    is_today: bool
    entries: list[Entry]

    @property
    def label(self) -> str:
        return weekday_text(self.date.isoweekday())

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.entries) - SHOWN)


@dataclass(frozen=True)
class WeekLine:
    """Monday to Sunday; None stands for a date of another month. `week` is None outside the term,
    where `is_exam` tells exam weeks from others."""

    week: int | None
    days: list[Day | None]
    is_exam: bool

    @property
    def label(self) -> str:
        """What stands before the line: the week's number, that it is an exam week, or nothing."""
        if self.week is not None:
            return str(self.week)
        return pgettext("week of a month", "Exams") if self.is_exam else ""


@dataclass(frozen=True)
class MonthPage:
    term: Term
    month: Month
    today: datetime.date
    days: list[Day]

    @property
    def lines(self) -> list[WeekLine]:
        term = self.term
        before = self.days[0].date.isoweekday() - 1
        after = 7 - self.days[-1].date.isoweekday()
        boxes = [*[None] * before, *self.days, *[None] * after]
        lines = [boxes[start : start + 7] for start in range(0, len(boxes), 7)]
        return [
            WeekLine(
                next((day.week for day in line if day and day.week), None),
                line,
                any(day and term.is_exam_week(place_of(term, day.date).week) for day in line),
            )
            for line in lines
        ]

    @property
    def weekdays(self) -> list[str]:
        return [weekday_text(day) for day in range(1, 8)]

    @property
    def listed(self) -> list[Day]:
        """The days that an agenda names: those with something to say, and today."""
        return [day for day in self.days if day.entries or day.note or day.is_today]

    @property
    def has_today(self) -> bool:
        return any(day.is_today for day in self.days)

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)

    @property
    def months(self) -> list[Month]:
        return months_of(self.term)

    @property
    def earlier(self) -> Month | None:
        return self._beside(-1)

    @property
    def later(self) -> Month | None:
        return self._beside(1)

    def _beside(self, step: int) -> Month | None:
        months = self.months
        wanted = months.index(self.month) + step
        return months[wanted] if 0 <= wanted < len(months) else None


def months_of(term: Term) -> list[Month]:
    month = Month(term.first_monday.year, term.first_monday.month)
    found = []
    while month.first <= term.last_exam_day:
        found.append(month)
        month = month.following
    return found


def month_asked(term: Term, text: str, *, today: datetime.date) -> Month:
    """The month that an address asks for; nonsense and nothing are the present one, or that of the
    term which is nearest to it."""
    months = months_of(term)
    for month in months:
        if str(month) == text:
            return month
    for month in months:
        if today <= month.last:
            return month
    return months[-1]


def read_month(
    term: Term,
    month: Month,
    *,
    meetings: MeetingQuerySet,
    with_classes: bool,
    today: datetime.date,
) -> MonthPage:
    """`meetings` come narrowed to the person, room or class."""
    (page,) = read_months(term, [month], meetings=meetings, with_classes=with_classes, today=today)
    return page


def read_months(
    term: Term,
    months: Sequence[Month],
    *,
    meetings: MeetingQuerySet,
    with_classes: bool,
    today: datetime.date,
) -> list[MonthPage]:
    """Months that follow each other, in as many queries as one of them."""
    span = (months[0].first, months[-1].last)
    dated = meetings.filter(term=term, date__range=span).with_names()
    if with_classes:
        dated = dated.prefetch_related(
            Prefetch(
                "teaching_class__administrative_classes",
                AdministrativeClass.objects.order_by("name"),
            )
        )
    entries: dict[datetime.date, list[Entry]] = defaultdict(list)
    for meeting in dated.calendar_order():
        entries[meeting.date].append(meeting_entry(meeting))
    special = {day.date: day for day in CalendarDay.objects.filter(term=term, date__range=span)}
    return [
        MonthPage(
            term,
            month,
            today,
            [
                _day(term, on, known=special.get(on), entries=entries[on], today=today)
                for on in month.dates
            ],
        )
        for month in months
    ]


def _day(
    term: Term,
    on: datetime.date,
    *,
    known: CalendarDay | None,
    entries: list[Entry],
    today: datetime.date,
) -> Day:
    week = place_of(term, on).week
    # At the weekend few sit an exam, and an agenda needn't name each day.
    exam = _("Exam week") if term.is_exam_week(week) and on.isoweekday() <= WORKDAYS else ""
    return Day(
        date=on,
        week=week if 1 <= week <= term.weeks else None,
        name=_name(known) if known else exam,
        note=day_note(known) if known else exam,
        is_today=on == today,
        entries=entries,
    )


def _name(day: CalendarDay) -> str:
    if day.kind == DayKind.ORDINARY:
        return ""
    return day.name if day.follows is None and day.name else str(day.get_kind_display())
