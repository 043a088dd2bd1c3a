"""Timetables as they hang at doors and lie in files: a page for each class, instructor or room."""

import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells
from courses.timetable.domain.beside_periods import times_beside
from courses.timetable.domain.grid import Entry, Grid, slot_entry, term_grid
from courses.timetable.models import Slot
from courses.timetable.models.querysets import SlotQuerySet
from media.pdf import render
from media.spreadsheets.grid_writing import GridCell, GridSheet, write_grids

Report = Callable[[int], None]
# A page takes 0.15 s and the renderer gives a document up after a minute: 260 classes are
# rendered in parts, which also lets the work be cancelled.
AT_ONCE = 40

GROUPED: dict[str, Callable[[Slot], Iterable[Any]]] = {
    "instructor": lambda slot: [slot.instructor],
    "room": lambda slot: [slot.room],
    "teaching-class": lambda slot: [slot.teaching_class],
    "class": lambda slot: slot.teaching_class.administrative_classes.all(),
    "department": lambda slot: {
        group.department for group in slot.teaching_class.administrative_classes.all()
    },
}


@dataclass(frozen=True)
class Sheet:
    """One page. `subtitle`: institution, term and week."""

    title: str
    subtitle: str
    grid: Grid


def sheet_of(title: str, subtitle: str, grid: Grid) -> Sheet:
    return Sheet(_("Timetable of %(name)s") % {"name": title}, subtitle, grid)


def term_sheets(term: Term, slots: SlotQuerySet, *, kind: str) -> list[Sheet]:
    """A page for each subject of the kind that has slots, by name, in a fixed number of queries."""
    classes = Prefetch(
        "teaching_class__administrative_classes",
        AdministrativeClass.objects.select_related("department").order_by("name"),
    )
    groups: dict[Any, list[Slot]] = defaultdict(list)
    for slot in slots.with_names().prefetch_related(classes).order_by("pk"):
        for subject in GROUPED[kind](slot):
            groups[subject].append(slot)
    bells = Bells(term.institution_id)
    today = timezone.localdate()
    subtitle = term_subtitle(term)
    return [
        sheet_of(
            _title(subject),
            subtitle,
            term_grid(
                map(slot_entry, found),
                times=times_beside(bells, term, found),
                today=today,
            ),
        )
        for subject, found in sorted(groups.items(), key=lambda item: (_title(item[0]), item[0].pk))
    ]


def term_subtitle(term: Term, *, week: int | None = None) -> str:
    parts = [term.institution.name, term.code]
    parts.append(_("Week %(week)d") % {"week": week} if week else _("whole term"))
    return " · ".join(parts)


def sheets_pdf(sheets: list[Sheet], *, report: Report | None = None) -> bytes:
    """A4 landscape, a page each, one document. `report(percent)` is called between parts and may
    raise to stop. Raises PdfError."""
    tell = report or (lambda _percent: None)
    parts = []
    for first in range(0, len(sheets), AT_ONCE):
        tell(100 * first // len(sheets))
        part = sheets[first : first + AT_ONCE]
        context = {"sheets": part, "title": part[0].title}
        parts.append(render("courses/timetable/paper.html", context))
    return parts[0] if len(parts) == 1 else _joined(parts)


def _joined(parts: list[bytes]) -> bytes:
    writer = pypdf.PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def sheets_workbook(sheets: Iterable[Sheet]) -> bytes:
    """An xlsx file with a sheet each."""
    return write_grids([_grid_sheet(sheet) for sheet in sheets])


def _title(subject: Any) -> str:
    return str(subject)


def _grid_sheet(sheet: Sheet) -> GridSheet:
    grid = sheet.grid
    columns = {day.weekday: number for number, day in enumerate(grid.days)}
    return GridSheet(
        name=sheet.title,
        title=sheet.title,
        subtitle=sheet.subtitle,
        header=[
            _("Period"),
            *(
                "\n".join(filter(None, (f"{day.label} {day.date}".strip(), day.note)))
                for day in grid.days
            ),
        ],
        rows=[
            "\n".join([str(row.period), *(clock.text for clock in row.clocks)]) for row in grid.rows
        ],
        cells=[
            GridCell(
                number,
                columns[cell.weekday],
                "\n\n".join("\n".join(entry_lines(entry)) for entry in cell.entries),
                cell.rowspan,
            )
            for number, row in enumerate(grid.rows)
            for cell in row.cells
        ],
    )


def entry_lines(entry: Entry) -> Iterator[str]:
    """What stands in a cell, a line each."""
    cancelled = _("Cancelled: %(course)s") % {"course": entry.course}
    yield cancelled if entry.cancelled else entry.course
    if entry.is_off_bells:
        yield entry.when
    for text in (entry.weeks, entry.room, entry.instructor, entry.classes):
        if text:
            yield text
