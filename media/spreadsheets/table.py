"""From a file to rows of values, each with its row number and its problems."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from .errors import CellProblem, SpreadsheetRefused
from .header import Header, find_header
from .limits import DEFAULT, ReadLimits
from .normalising import one_line
from .reading import read_workbook
from .rows import Row, SkippedRow, joined, parse_rows
from .schema import Column, Schema
from .wording import listed
from .workbook import Sheet, Workbook


@dataclass(slots=True)
class Table:
    """The rows of the first sheet whose header fits, and what else the file held."""

    sheet: str
    header: Header
    rows: list[Row]
    skipped: list[SkippedRow]
    titles: list[SkippedRow]
    other_sheets: list[str]
    hidden_sheets: list[str]
    schema: Schema
    format: str = ""
    encoding: str = ""

    @property
    def good_rows(self) -> list[Row]:
        return [row for row in self.rows if row.ok]

    @property
    def bad_rows(self) -> list[Row]:
        return [row for row in self.rows if not row.ok]

    @property
    def problems(self) -> list[CellProblem]:
        return [problem for row in self.rows for problem in row.problems]


def read_table(
    file: BinaryIO | bytes | Path,
    *,
    filename: str,
    schema: Schema,
    limits: ReadLimits = DEFAULT,
) -> Table:
    """Read a file by ``schema``; raises SpreadsheetRefused if the file as a whole can't be used."""
    return parse_workbook(read_workbook(file, filename=filename, limits=limits), schema)


def parse_workbook(workbook: Workbook, schema: Schema) -> Table:
    """Take the first visible sheet whose header has all required columns, and parse its rows."""
    headers = [(sheet, find_header(sheet, schema)) for sheet in workbook.sheets]
    fitting = [(sheet, header) for sheet, header in headers if header and not header.missing]
    if not fitting:
        raise _no_header(headers, schema)
    sheet, header = fitting[0]
    rows, skipped = parse_rows(sheet, header, schema)
    if not rows:
        raise SpreadsheetRefused(
            _("There are no data rows below the header (sheet “%(sheet)s”, row %(row)s).")
            % {"sheet": sheet.name, "row": header.row}
        )
    return Table(
        sheet=sheet.name,
        header=header,
        rows=rows,
        skipped=skipped,
        titles=[
            SkippedRow(number, joined(cells))
            for number, cells in enumerate(sheet.rows[: header.row - 1], start=1)
            if any(cells)
        ],
        other_sheets=[other.name for other in workbook.sheets if other is not sheet],
        hidden_sheets=workbook.hidden,
        schema=schema,
        format=workbook.format,
        encoding=workbook.encoding,
    )


def find_duplicates(rows: Iterable[Row], key: str) -> dict[Any, list[Row]]:
    """The values of column ``key`` that stand in several rows, with these rows in file order.

    Empty values are no duplicates of each other.
    """
    rows_by_value: dict[Any, list[Row]] = {}
    for row in rows:
        value = row.values.get(key)
        if value not in (None, ""):
            rows_by_value.setdefault(value, []).append(row)
    return {value: found for value, found in rows_by_value.items() if len(found) > 1}


def mark_duplicates(table: Table, key: str) -> None:
    """Give every row that repeats an earlier row's ``key`` a problem that names that row."""
    for found in find_duplicates(table.rows, key).values():
        for row in found[1:]:
            row.add_problem(
                key,
                _("“%(value)s” stands in row %(row)s already.")
                % {"value": row.raw[key], "row": found[0].number},
            )


def _said(needed: Sequence[Column]) -> str:
    """`Room`, or `Teaching class or Course` where one of them is enough."""
    return pgettext("between alternatives of a list", " or ").join(
        str(column.label) for column in needed
    )


def _no_header(
    headers: Sequence[tuple[Sheet, Header | None]], schema: Schema
) -> SpreadsheetRefused:
    if not any(any(cells) for sheet, _header in headers for cells in sheet.rows):
        return SpreadsheetRefused(_("The file has no data."))
    candidates = [(sheet, header) for sheet, header in headers if header is not None]
    if not candidates:
        return SpreadsheetRefused(
            _("No header row was found. The columns needed are: %(expected)s.")
            % {"expected": listed(map(_said, schema.needs()))}
        )
    sheet, header = min(candidates, key=lambda pair: len(pair[1].missing))
    return SpreadsheetRefused(
        _(
            "Columns are missing: %(missing)s. Row %(row)s of sheet “%(sheet)s” has these "
            "headers: %(found)s."
        )
        % {
            "missing": listed(map(_said, header.missing)),
            "row": header.row,
            "sheet": sheet.name,
            "found": listed(one_line(cell) for cell in sheet.rows[header.row - 1] if cell),
        }
    )
