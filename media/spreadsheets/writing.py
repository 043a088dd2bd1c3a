"""Writing xlsx files with XlsxWriter: exports, templates to fill in, receipts."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO, Literal

import xlsxwriter

from .neutralising import neutralise

_FORMATS: dict[str, dict[str, Any]] = {
    "text": {"num_format": "@"},
    "number": {"num_format": "General"},
    "date": {"num_format": "yyyy-mm-dd"},
}
_HEADER = {"bold": True, "bg_color": "#DDE7F3", "border": 1, "text_wrap": True, "valign": "vcenter"}
_TITLE = {"bold": True, "font_size": 14}
_WIDTH_SAMPLE = 200
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column to write. ``text`` keeps leading zeros, also in what people type later.

    ``wrap``: line breaks of its cells are shown. ``choices`` and ``minimum``/``maximum`` become
    data validation; ``also`` lists words accepted beside a number in range. ``locked`` matters in a
    protected sheet only. ``width`` is in characters; by default it is measured.
    """

    header: str
    kind: Literal["text", "number", "date"] = "text"
    wrap: bool = False
    width: float | None = None
    choices: Sequence[str] = ()
    minimum: Decimal | float | None = None
    maximum: Decimal | float | None = None
    also: Sequence[str] = ()
    locked: bool = True
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SheetToWrite:
    """A sheet: title lines, a header row that stays in view, and rows in the columns' order."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[Any]]
    title_rows: Sequence[str] = ()
    #: Only unlocked cells can be changed (no password: it guards against slips, not people).
    protect: bool = False
    #: Rows below the data that validation and unlocking reach to as well.
    spare_rows: int = 0
    #: (row index in ``rows``, column index) → reason; these cells are coloured and commented.
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)


def write_workbook(sheets: Sequence[SheetToWrite], *, constant_memory: bool = False) -> bytes:
    """An xlsx file with these sheets."""
    target = io.BytesIO()
    write_rows(target, *sheets, constant_memory=constant_memory)
    return target.getvalue()


def write_rows(file: BinaryIO, *sheets: SheetToWrite, constant_memory: bool = True) -> None:
    """Write sheets to an open file; rows may come from a generator and are not kept in memory.

    With ``constant_memory`` the widths follow the headers and the first rows only.
    """
    options = {
        "constant_memory": constant_memory,
        "in_memory": not constant_memory,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        names: set[str] = set()
        for sheet in sheets:
            _SheetWriter(workbook, sheet, sheet_name(sheet.name, names)).write()


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name that Excel accepts: 31 characters, none of ``[]:*?/\\``, unique without case."""
    base = _FORBIDDEN_IN_NAME.sub(" ", wanted).strip(" '") or "Sheet"
    name = base[:31].rstrip(" '")
    number = 2
    while name.casefold() in taken:
        suffix = f" ({number})"
        name = base[: 31 - len(suffix)] + suffix
        number += 1
    taken.add(name.casefold())
    return name


def display_width(text: str) -> int:
    """The width in half-width characters: a Han character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class _SheetWriter:
    def __init__(self, workbook: Any, sheet: SheetToWrite, name: str) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._page = workbook.add_worksheet(name)
        self._formats = [
            workbook.add_format(
                {**_FORMATS[column.kind], "locked": column.locked}
                | ({"text_wrap": True, "valign": "top"} if column.wrap else {})
            )
            for column in sheet.columns
        ]
        self._marked = workbook.add_format({"bg_color": "#F8D7DA", "num_format": "@"})
        self._top = len(sheet.title_rows)

    def write(self) -> None:
        sheet, page = self._sheet, self._page
        # XlsxWriter in constant memory wants columns set before, and rows in order.
        rows = iter(sheet.rows)
        sample = list(itertools.islice(rows, _WIDTH_SAMPLE))
        for index, column in enumerate(sheet.columns):
            page.set_column(index, index, self._width(index, column, sample), self._formats[index])
        title = self._workbook.add_format(_TITLE)
        for number, text in enumerate(sheet.title_rows):
            page.write_string(number, 0, neutralise(text), title)
        header = self._workbook.add_format(_HEADER)
        for index, column in enumerate(sheet.columns):
            page.write_string(self._top, index, neutralise(column.header), header)
        page.freeze_panes(self._top + 1, 0)
        last = self._top
        for part in (sample, rows):
            for row in part:
                last += 1
                self._row(last, row)
        for index, column in enumerate(sheet.columns):
            self._validate(index, column, last + sheet.spare_rows)
        if sheet.protect:
            self._unlock_spare(last)
            page.protect("", {"format_columns": True, "sort": True, "autofilter": True})

    def _row(self, number: int, row: Sequence[Any]) -> None:
        for index, value in enumerate(row):
            mark = self._sheet.marks.get((number - self._top - 1, index))
            cell_format = self._marked if mark else self._formats[index]
            self._cell(number, index, value, cell_format)
            if mark:
                self._page.write_comment(number, index, mark)

    def _cell(self, row: int, index: int, value: Any, cell_format: Any) -> None:
        page = self._page
        if value is None or value == "":
            page.write_blank(row, index, None, cell_format)
        elif isinstance(value, bool):
            page.write_boolean(row, index, value, cell_format)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            page.write_number(row, index, value, cell_format)
        elif isinstance(value, dt.datetime):
            page.write_string(row, index, value.strftime("%Y-%m-%d %H:%M"), cell_format)
        elif isinstance(value, dt.date) and self._sheet.columns[index].kind == "date":
            page.write_datetime(row, index, value, cell_format)
        else:
            page.write_string(row, index, neutralise(str(value))[:32_767], cell_format)

    def _width(self, index: int, column: SheetColumn, sample: Sequence[Sequence[Any]]) -> float:
        if column.width is not None:
            return column.width
        texts = [column.header]
        for row in sample:
            if index < len(row):
                texts += str(row[index]).split("\n")
        return min(60, max(6, max(map(display_width, texts)) + 2))

    def _validate(self, index: int, column: SheetColumn, last: int) -> None:
        first = self._top + 1
        if last < first:
            return
        rule: dict[str, Any] = {}
        # Excel takes at most 255 characters of list.
        if column.choices and len(",".join(column.choices)) <= 255:
            rule = {"validate": "list", "source": list(column.choices)}
        elif column.minimum is not None and column.maximum is not None:
            rule = _range_rule(column, _cell_name(first, index))
        if rule:
            if column.hint:
                rule |= {"error_message": column.hint[:255], "input_message": column.hint[:255]}
            self._page.data_validation(first, index, last, index, rule)

    def _unlock_spare(self, last: int) -> None:
        for row in range(last + 1, last + 1 + self._sheet.spare_rows):
            for index, column in enumerate(self._sheet.columns):
                if not column.locked:
                    self._page.write_blank(row, index, None, self._formats[index])


def _is_exact(value: float | Decimal) -> bool:
    """Whether Excel can hold the number: finite, and with no more digits than a float has."""
    return math.isfinite(value) and abs(float(value)) < 2**53


def _cell_name(row: int, index: int) -> str:
    return str(xlsxwriter.utility.xl_rowcol_to_cell(row, index))


def _range_rule(column: SheetColumn, cell: str) -> dict[str, Any]:
    low, high = column.minimum, column.maximum
    if not column.also:
        return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    words = ",".join(f'{cell}="{word}"' for word in column.also)
    in_range = f"AND(ISNUMBER({cell}),{cell}>={low},{cell}<={high})"
    return {"validate": "custom", "value": f"=OR({in_range},{words})"}
