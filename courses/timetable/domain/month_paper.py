"""A timetable by months as it hangs on a wall: a month a page, a month a sheet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.timetable.domain.grid import Entry
from courses.timetable.domain.months import Day, MonthPage
from media.pdf import render
from media.spreadsheets.grid_writing import GridCell, GridSheet, write_grids
from media.spreadsheets.writing import display_width

# What is left of A4 landscape below heading and weekdays, in points, and the width of a day.
TALL, WIDE = 405.0, 92.0
# The padding of a box and its rule.
AROUND = 5.0
# What a line takes for each point of its letters, as the renderer lays it out.
LINE = 1.4
SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)


@dataclass(frozen=True)
class Box:
    """A date on paper; `more` entries are left to the list by day."""

    head: str
    entries: list[list[str]]
    more: str
    outside: bool


@dataclass(frozen=True)
class MonthSheet:
    """A page. `size` is the height of its letters in points."""

    title: str
    subtitle: str
    weekdays: list[str]
    size: float
    lines: list[tuple[str, list[Box | None]]]


def months_pdf(title: str, subtitle: str, pages: Sequence[MonthPage]) -> bytes:
    """A4 landscape, a page for each month, however full it is. Raises PdfError."""
    sheets = [_sheet(title, subtitle, page) for page in pages]
    return render("courses/timetable/month_paper.html", {"sheets": sheets, "title": title})


def months_workbook(title: str, subtitle: str, pages: Sequence[MonthPage]) -> bytes:
    """An xlsx file with a sheet for each month, every meeting in it."""
    return write_grids([_grid_sheet(title, subtitle, page) for page in pages])


def _sheet(title: str, subtitle: str, page: MonthPage) -> MonthSheet:
    size, shown = _fitting(page)
    return MonthSheet(
        title=title,
        subtitle=f"{subtitle} · {page.month.label}",
        weekdays=page.weekdays,
        size=size,
        lines=[
            (line.label, [_box(day, shown) if day else None for day in line.days])
            for line in page.lines
        ],
    )


def _fitting(page: MonthPage) -> tuple[float, int]:
    """The largest letters with which every meeting has its place; if there are none, the smallest
    and as many meetings a day as the page then takes."""
    most = max((len(day.entries) for day in page.days), default=0)
    for size in SIZES:
        if _height(page, size, most) <= TALL:
            return size, most
    smallest = SIZES[-1]
    for shown in range(most - 1, 0, -1):
        if _height(page, smallest, shown) <= TALL:
            return smallest, shown
    return smallest, 0


def _height(page: MonthPage, size: float, shown: int) -> float:
    return sum(
        AROUND + size * LINE * max(_lines(_box(day, shown), size) for day in line.days if day)
        for line in page.lines
    )


def _lines(box: Box, size: float) -> int:
    """Lines of text: a Han character is as wide as it is high, other characters half of it."""
    across = int(WIDE / size * 2)
    texts = [box.head, *(text for entry in box.entries for text in entry), box.more]
    return sum(-(-display_width(text) // across) for text in texts)


def _box(day: Day, shown: int) -> Box:
    left = len(day.entries) - shown
    return Box(
        head=_head(day),
        entries=[_entry_texts(entry) for entry in day.entries[:shown]],
        more=ngettext("%(more)d more", "%(more)d more", left) % {"more": left} if left > 0 else "",
        outside=day.week is None,
    )


def _head(day: Day) -> str:
    return f"{day.date.day} {day.note}".strip()


def _entry_texts(entry: Entry) -> list[str]:
    """Two lines, which is what there is room for."""
    course = _("Cancelled: %(course)s") % {"course": entry.course}
    first = f"{entry.when} {course if entry.cancelled else entry.course}"
    return [first, " ".join(filter(None, (entry.room, entry.instructor, entry.classes)))]


def _grid_sheet(title: str, subtitle: str, page: MonthPage) -> GridSheet:
    lines = page.lines
    return GridSheet(
        name=page.month.label,
        title=title,
        subtitle=f"{subtitle} · {page.month.label}",
        header=[_("Week"), *page.weekdays],
        rows=[line.label for line in lines],
        cells=[
            GridCell(number, column, _cell_text(day) if day else "")
            for number, line in enumerate(lines)
            for column, day in enumerate(line.days)
        ],
    )


def _cell_text(day: Day) -> str:
    parts = [_head(day), *("\n".join(_entry_texts(entry)) for entry in day.entries)]
    return "\n\n".join(parts)
