"""Writing xlsx files laid out as on paper: a heading, a grid of merged cells, a page a sheet."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

from .neutralising import neutralise
from .writing import display_width, sheet_name

_TITLE = {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"}
_SUBTITLE = {"font_size": 10, "align": "center", "valign": "vcenter"}
_HEAD = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
_CELL = {"border": 1, "align": "center", "valign": "vcenter", "text_wrap": True, "font_size": 9}
_A4 = 9
_COLUMN_WIDTH, _FIRST_WIDTH, _LINE_HEIGHT = 20, 12, 13.5
_TALLEST = 400


@dataclass(frozen=True, slots=True)
class GridCell:
    """A text that covers ``rows`` rows of a column; both are counted from 0 below the header."""

    row: int
    column: int
    text: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class GridSheet:
    """``rows`` are the texts of the first column, ``header`` those above the columns, the first
    one included; ``cells`` say what stands in the others."""

    name: str
    title: str
    subtitle: str
    header: Sequence[str]
    rows: Sequence[str]
    cells: Sequence[GridCell]


def write_grids(sheets: Sequence[GridSheet]) -> bytes:
    """An xlsx file with these sheets, each printed on one A4 page in landscape."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as workbook:
        formats = {
            name: workbook.add_format(given)
            for name, given in (
                ("title", _TITLE),
                ("subtitle", _SUBTITLE),
                ("head", _HEAD),
                ("cell", _CELL),
            )
        }
        names: set[str] = set()
        for sheet in sheets:
            page = workbook.add_worksheet(sheet_name(sheet.name, names))
            _write(page, sheet, formats)
    return target.getvalue()


def _write(page: object, sheet: GridSheet, formats: dict[str, object]) -> None:
    write = _Page(page)
    last = len(sheet.header) - 1
    write.block(0, 0, 0, last, sheet.title, formats["title"])
    write.block(1, 1, 0, last, sheet.subtitle, formats["subtitle"])
    for column, text in enumerate(sheet.header):
        write.block(2, 2, column, column, text, formats["head"])
    for row, text in enumerate(sheet.rows):
        write.block(row + 3, row + 3, 0, 0, text, formats["head"])
    for cell in sheet.cells:
        top, column = cell.row + 3, cell.column + 1
        write.block(top, top + cell.rows - 1, column, column, cell.text, formats["cell"])
    write.lay_out(last, _heights(sheet))


class _Page:
    """A worksheet of XlsxWriter, which has no types."""

    def __init__(self, page: object) -> None:
        self._page: xlsxwriter.worksheet.Worksheet = page

    def block(self, top: int, bottom: int, left: int, right: int, text: str, style: object) -> None:
        text = neutralise(text)
        if (top, left) == (bottom, right):
            self._page.write_string(top, left, text, style)
        else:
            self._page.merge_range(top, left, bottom, right, "", style)
            self._page.write_string(top, left, text, style)

    def lay_out(self, last: int, heights: Sequence[float]) -> None:
        page = self._page
        page.set_column(0, 0, _FIRST_WIDTH)
        if last:
            page.set_column(1, last, _COLUMN_WIDTH)
        page.set_row(0, 24)
        for row, height in enumerate(heights):
            page.set_row(row + 3, height)
        page.freeze_panes(3, 1)
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 1)
        page.center_horizontally()


def _heights(sheet: GridSheet) -> list[float]:
    """Excel doesn't make merged cells as tall as their text."""
    lines = [max(1, text.count("\n") + 1) for text in sheet.rows]
    for cell in sheet.cells:
        needed = sum(
            -(-max(1, display_width(line)) // _COLUMN_WIDTH) for line in cell.text.split("\n")
        )
        share = -(-needed // cell.rows)
        for row in range(cell.row, min(cell.row + cell.rows, len(lines))):
            lines[row] = max(lines[row], share)
    return [min(_TALLEST, count * _LINE_HEIGHT) for count in lines]
