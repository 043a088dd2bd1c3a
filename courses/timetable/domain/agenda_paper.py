"""A timetable day by day as a list: on paper with its header on every page, or as a table."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdf
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.timetable.domain.grid import Entry
from courses.timetable.domain.months import Day, MonthPage
from courses.timetable.domain.refusal import TimetableRefused
from media.pdf import render
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

# A row takes 20 ms: the renderer gives a document up after a minute, and people go sooner.
ROWS_AT_ONCE, MOST_ROWS = 600, 1_200


@dataclass(frozen=True)
class Line:
    """A meeting, or a day on which there is none for a reason (`entry` None)."""

    day: Day
    entry: Entry | None

    @property
    def periods(self) -> str:
        """`1–2`"""
        if self.entry is None:
            return ""
        first, last = self.entry.first_period, self.entry.last_period
        return f"{first}–{last}" if last > first else str(first)


def agenda_pdf(title: str, subtitle: str, pages: Sequence[MonthPage]) -> bytes:
    """A4 landscape, each month on pages of its own. Raises PdfError, and TimetableRefused for a
    list that nobody would print."""
    count = sum(len(day.entries) for page in pages for day in page.days)
    if count > MOST_ROWS:
        raise TimetableRefused(
            _("A PDF of %(count)d meetings is too long. Take a single month, or Excel.")
            % {"count": count}
        )
    writer = pypdf.PdfWriter()
    parts = [part for page in pages for part in _parts(title, subtitle, page)]
    if len(parts) == 1:
        return parts[0]
    for part in parts:
        writer.append(io.BytesIO(part))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def agenda_workbook(title: str, subtitle: str, pages: Sequence[MonthPage]) -> bytes:
    """An xlsx file with one sheet and a row for each meeting."""
    columns = (
        SheetColumn(_("Date"), "date", width=12),
        SheetColumn(_("Weekday")),
        SheetColumn(_("Week"), "number"),
        SheetColumn(_("Period")),
        SheetColumn(_("Clock times")),
        SheetColumn(_("Course")),
        SheetColumn(_("Administrative classes")),
        SheetColumn(_("Instructor")),
        SheetColumn(_("Room")),
        SheetColumn(pgettext("of a meeting", "State")),
        SheetColumn(_("Note on the day")),
    )
    rows = [
        (
            line.day.date,
            line.day.label,
            line.day.week,
            line.periods,
            line.entry.when,
            line.entry.course,
            line.entry.classes,
            line.entry.instructor,
            line.entry.room,
            line.entry.state,
            line.day.note,
        )
        for page in pages
        for line in _lines(page)
        if line.entry is not None
    ]
    months = [page.month.label for page in pages]
    span = months[0] if len(months) == 1 else f"{months[0]}–{months[-1]}"
    sheet = SheetToWrite(
        name=pgettext("view", "Day by day"),
        columns=columns,
        rows=rows,
        title_rows=[title, f"{subtitle} · {span}"],
    )
    return write_workbook([sheet])


def _parts(title: str, subtitle: str, page: MonthPage) -> Iterator[bytes]:
    lines = list(_lines(page))
    for first in range(0, max(1, len(lines)), ROWS_AT_ONCE):
        context = {
            "title": title,
            "subtitle": f"{subtitle} · {page.month.label}",
            "month": page.month.label,
            "lines": lines[first : first + ROWS_AT_ONCE],
        }
        yield render("courses/timetable/agenda_paper.html", context)


def _lines(page: MonthPage) -> Iterator[Line]:
    for day in page.days:
        if day.entries:
            yield from (Line(day, entry) for entry in day.entries)
        elif day.note:
            yield Line(day, None)
