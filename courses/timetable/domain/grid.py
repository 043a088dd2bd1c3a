"""A timetable as on paper: weekday across, period down. Knows no HTML and asks no database."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from courses.teaching.models import TeachingClass, Term
from courses.timetable.domain.bells import ClockTimes
from courses.timetable.domain.beside_periods import Clock, TermTimes, clocks_of, span
from courses.timetable.enums import DayKind, MeetingStatus
from courses.timetable.models import CalendarDay, Meeting, Slot
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import date_text, periods_text, weekday_text

WORKDAYS = range(1, 6)


@dataclass(frozen=True)
class Entry:
    """What stands in a cell. `when` is the clock time of a date, empty in a grid of the term."""

    weekday: int
    first_period: int
    periods: int
    course: str
    classes: str
    room: str
    instructor: str
    weeks: str
    when: str = ""
    # Another clock time than stands beside its periods: another campus, or bells of another date.
    is_off_bells: bool = False
    unit: str = ""
    cancelled: bool = False
    # What has become of it, in words.
    state: str = ""
    # The public id of the slot, where a grid shows slots, and whether a search leaves it there.
    slot: str = ""
    locked: bool = False
    # Why it stands above the instructor's limit.
    above_limit: str = ""

    @property
    def last_period(self) -> int:
        return self.first_period + self.periods - 1

    @property
    def periods_said(self) -> str:
        return periods_text(self.first_period, self.periods)


@dataclass
class Cell:
    """One box of the grid; entries that overlap in time share it."""

    weekday: int
    first_period: int
    last_period: int
    is_today: bool
    entries: list[Entry] = field(default_factory=list)

    @property
    def rowspan(self) -> int:
        return self.last_period - self.first_period + 1


@dataclass(frozen=True)
class Day:
    """A column. `note` says why the day is not an ordinary one."""

    weekday: int
    label: str
    date: str
    is_today: bool
    note: str
    entries: list[Entry]


@dataclass(frozen=True)
class Row:
    period: int
    clocks: list[Clock]
    cells: list[Cell]


@dataclass(frozen=True)
class Grid:
    days: list[Day]
    rows: list[Row]

    @property
    def is_empty(self) -> bool:
        return not any(day.entries for day in self.days)


def meeting_entry(meeting: Meeting) -> Entry:
    """An entry of one date; the meeting comes `with_names()`."""
    return Entry(
        weekday=meeting.weekday,
        first_period=meeting.first_period,
        periods=meeting.periods,
        course=meeting.teaching_class.course.name,
        classes=_classes(meeting.teaching_class),
        room=f"{meeting.room.campus.name} {meeting.room.name}",
        instructor=meeting.instructor.name,
        weeks=format_weeks(meeting.slot.weeks) if meeting.slot else "",
        when=(
            f"{timezone.localtime(meeting.starts_at):%H:%M}–"
            f"{timezone.localtime(meeting.ends_at):%H:%M}"
        ),
        unit=meeting.unit.title if meeting.unit else "",
        cancelled=meeting.status == MeetingStatus.CANCELLED,
        state=str(meeting.get_status_display()),
    )


def slot_entry(slot: Slot) -> Entry:
    """An entry of the whole term."""
    return Entry(
        weekday=slot.weekday,
        first_period=slot.first_period,
        periods=slot.periods,
        course=slot.teaching_class.course.name,
        classes=_classes(slot.teaching_class),
        room=f"{slot.room.campus.name} {slot.room.name}",
        instructor=slot.instructor.name,
        weeks=format_weeks(slot.weeks),
        slot=str(slot.public_id),
        locked=slot.locked,
        above_limit=slot.limit_reason,
    )


def week_grid(
    term: Term,
    week: int,
    entries: Iterable[Entry],
    *,
    calendar: Iterable[CalendarDay],
    times: ClockTimes,
    today: datetime.date,
) -> Grid:
    """The grid of one teaching week with its dates, holidays and make-up workdays."""
    monday = term.first_monday + datetime.timedelta(weeks=week - 1)
    special = {day.date: day for day in calendar}
    dates = {day: monday + datetime.timedelta(days=day - 1) for day in range(1, 8)}
    notes = {day: day_note(special[on]) for day, on in dates.items() if on in special}
    made_up = [
        day
        for day, on in dates.items()
        if on in special and special[on].kind == DayKind.MAKE_UP_WORKDAY
    ]
    return _grid(
        list(entries), TermTimes(times), dates=dates, notes=notes, shown=made_up, today=today
    )


def term_grid(entries: Iterable[Entry], *, times: TermTimes, today: datetime.date) -> Grid:
    """The grid of the plain week, with the weeks in the cells."""
    return _grid(list(entries), times, dates={}, notes={}, shown=[], today=today)


def _grid(
    entries: list[Entry],
    times: TermTimes,
    *,
    dates: Mapping[int, datetime.date],
    notes: Mapping[int, str],
    shown: Sequence[int],
    today: datetime.date,
) -> Grid:
    entries = [
        replace(entry, is_off_bells=True)
        if entry.when and entry.when != span(times.first, entry.first_period, entry.last_period)
        else entry
        for entry in entries
    ]
    entries.sort(key=lambda entry: (entry.weekday, entry.first_period, entry.room, entry.classes))
    weekdays = sorted({*WORKDAYS, *shown, *(entry.weekday for entry in entries)})
    days = [
        Day(
            weekday=weekday,
            label=weekday_text(weekday),
            date=date_text(dates[weekday]) if dates else "",
            is_today=dates.get(weekday) == today,
            note=notes.get(weekday, ""),
            entries=[entry for entry in entries if entry.weekday == weekday],
        )
        for weekday in weekdays
    ]
    last = max([*times.first, *(entry.last_period for entry in entries)], default=0)
    columns = {day.weekday: _column(day, last) for day in days}
    rows = []
    for period in range(1, last + 1):
        rows.append(
            Row(
                period=period,
                clocks=list(clocks_of(period, times)),
                cells=[
                    cell
                    for day in days
                    for cell in columns[day.weekday]
                    if cell.first_period == period
                ],
            )
        )
    return Grid(days, rows)


def _column(day: Day, last: int) -> list[Cell]:
    """The day from top to bottom: overlapping entries in one cell, an empty cell for each period
    that nothing takes."""
    cells: list[Cell] = []
    for entry in day.entries:
        if cells and entry.first_period <= cells[-1].last_period:
            cells[-1].entries.append(entry)
            cells[-1].last_period = max(cells[-1].last_period, entry.last_period)
        else:
            cells.append(
                Cell(day.weekday, entry.first_period, entry.last_period, day.is_today, [entry])
            )
    taken = {period for cell in cells for period in range(cell.first_period, cell.last_period + 1)}
    cells += [
        Cell(day.weekday, period, period, day.is_today)
        for period in range(1, last + 1)
        if period not in taken
    ]
    return sorted(cells, key=lambda cell: cell.first_period)


def _classes(teaching_class: TeachingClass) -> str:
    """The administrative classes where they were loaded: a student knows their own."""
    loaded = getattr(teaching_class, "_prefetched_objects_cache", {}).get("administrative_classes")
    return _(", ").join(group.name for group in loaded) if loaded else ""


def day_note(day: CalendarDay) -> str:
    if day.kind == DayKind.MAKE_UP_WORKDAY:
        if day.follows is None:
            return _("Make-up workday, no classes")
        return _("Make-up workday, taught as %(date)s (%(weekday)s)") % {
            "date": date_text(day.follows),
            "weekday": weekday_text(day.follows.isoweekday()),
        }
    if day.kind == DayKind.ORDINARY:
        return ""
    return day.name or str(day.get_kind_display())
