"""The grid itself, without database."""

import datetime

from courses.teaching.models import Term
from courses.timetable.domain.beside_periods import OtherTimes, TermTimes
from courses.timetable.domain.grid import Entry, term_grid, week_grid
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay

D = datetime.date
TERM = Term(first_monday=D(2026, 8, 31), weeks=18)
TIMES = {n: (datetime.time(7 + n, 0), datetime.time(7 + n, 45)) for n in range(1, 5)}


def _entry(weekday=1, first=1, periods=2, **fields):
    texts = {"course": "课", "classes": "", "room": "教1", "instructor": "王", "weeks": "1–16周"}
    return Entry(weekday=weekday, first_period=first, periods=periods, **(texts | fields))


def _rows(grid):
    """For each period the cells that begin in it: (weekday, rowspan, number of entries)."""
    return [[(c.weekday, c.rowspan, len(c.entries)) for c in row.cells] for row in grid.rows]


def test_grid_spans_the_periods_of_a_meeting():
    rows = _rows(term_grid([_entry()], times=TermTimes(TIMES), today=D(2026, 9, 1)))
    assert rows[0][0] == (1, 2, 1)
    assert [weekday for weekday, *_ in rows[1]] == [2, 3, 4, 5]


def test_grid_covers_every_period_of_every_day_once():
    entries = [_entry(), _entry(1, 2, 2), _entry(3, 3, 1), _entry(3, 3, 2)]
    grid = term_grid(entries, times=TermTimes(TIMES), today=D(2026, 9, 1))
    covered = [
        (cell.weekday, period)
        for row in grid.rows
        for cell in row.cells
        for period in range(cell.first_period, cell.last_period + 1)
    ]
    assert sorted(covered) == [(day, period) for day in range(1, 6) for period in range(1, 5)]


def test_grid_puts_odd_and_even_weeks_in_one_cell():
    entries = [_entry(weeks="1–15周(单)"), _entry(weeks="2–16周(双)")]
    grid = term_grid(entries, times=TermTimes(TIMES), today=D(2026, 9, 1))
    assert [entry.weeks for entry in grid.rows[0].cells[0].entries] == ["1–15周(单)", "2–16周(双)"]


def test_grid_of_a_week_marks_today():
    grid = week_grid(TERM, 3, [], calendar=[], times=TIMES, today=D(2026, 9, 15))
    assert [day.label for day in grid.days if day.is_today] == ["周二"]
    assert [day.date for day in grid.days][:2] == ["9月14日", "9月15日"]


def test_grid_shows_a_sunday_on_which_classes_meet():
    made_up = CalendarDay(date=D(2026, 9, 20), kind=DayKind.MAKE_UP_WORKDAY, follows=D(2026, 10, 5))
    grid = week_grid(TERM, 3, [_entry(7)], calendar=[made_up], times=TIMES, today=D(2026, 9, 1))
    assert [day.weekday for day in grid.days] == [1, 2, 3, 4, 5, 7]
    assert grid.days[-1].note == "调休，上10月5日（周一）的课"


def test_grid_names_the_holiday():
    holiday = CalendarDay(date=D(2026, 10, 1), kind=DayKind.HOLIDAY, name="国庆节")
    grid = week_grid(TERM, 5, [], calendar=[holiday], times=TIMES, today=D(2026, 9, 1))
    assert [day.note for day in grid.days] == ["", "", "", "国庆节", ""]


def test_grid_has_as_many_rows_as_the_latest_entry_needs():
    assert len(term_grid([_entry(first=9)], times=TermTimes(TIMES), today=D(2026, 9, 1)).rows) == 10


def test_grid_of_the_term_says_which_clock_times_hold_later():
    later = {**TIMES, 3: (datetime.time(9, 30), datetime.time(10, 15))}
    times = TermTimes(TIMES, (OtherTimes("10月1日起", later),))
    rows = term_grid([_entry()], times=times, today=D(2026, 9, 1)).rows
    assert [clock.text for clock in rows[0].clocks] == ["08:00–08:45"]
    assert [clock.text for clock in rows[2].clocks] == ["10:00–10:45", "10月1日起\n09:30–10:15"]


def test_grid_of_a_week_says_clock_times_that_are_not_those_beside_the_periods():
    entries = [_entry(when="08:00–09:45"), _entry(4, when="08:30–10:15")]
    grid = week_grid(TERM, 5, entries, calendar=[], times=TIMES, today=D(2026, 9, 1))
    off = {entry.weekday: entry.is_off_bells for day in grid.days for entry in day.entries}
    assert off == {1: False, 4: True}
