"""The data rows below a header."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from .errors import CellProblem, ValueRefused
from .footers import is_footer
from .header import FoundColumn, Header
from .normalising import one_line
from .schema import Schema
from .workbook import Sheet


@dataclass(slots=True)
class Row:
    """One data row. ``number`` is the row number in the file, ``raw`` the texts by key.

    ``values`` holds what the parsers returned; a cell with a problem has no entry there.
    ``note`` is free for the import: the object found, the change to make.
    """

    number: int
    values: dict[str, Any]
    raw: dict[str, str]
    columns: Sequence[FoundColumn]
    sheet: str
    problems: list[CellProblem] = field(default_factory=list)
    note: Any = None

    @property
    def ok(self) -> bool:
        return not self.problems

    def add_problem(self, key: str, message: object) -> CellProblem:
        """Mark the cell of column ``key`` as wrong; for what only the domain can know."""
        found = next((found for found in self.columns if found.column.key == key), None)
        problem = CellProblem(
            sheet=self.sheet,
            row=self.number,
            column_letter=found.letter if found else "",
            header=found.header if found else key,
            value=self.raw.get(key, ""),
            message=str(message),
            key=key,
        )
        self.problems.append(problem)
        return problem


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row with text that is no data row: a title, a footer, a repeated header, a note."""

    number: int
    text: str


def joined(cells: Sequence[str]) -> str:
    """The texts of a row on one line."""
    return " ".join(one_line(cell) for cell in cells if cell)


def parse_rows(sheet: Sheet, header: Header, schema: Schema) -> tuple[list[Row], list[SkippedRow]]:
    """Rows of the left block first, then of the blocks to its right; and the rows left out."""
    blocks = [_Block(sheet, columns, schema) for columns in header.blocks]
    for previous, block in itertools.pairwise(blocks):
        block.start = previous.end
    header_cells = [cell for cell in sheet.rows[header.row - 1] if cell]
    skipped: list[SkippedRow] = []
    for number, cells in enumerate(sheet.rows[header.row :], start=header.row + 1):
        if not any(cells) and not any(block.is_marked(number) for block in blocks):
            continue
        taken = False
        if cells[0] != header_cells[0] or [cell for cell in cells if cell] != header_cells:
            footer = False
            for block in blocks:
                footer = footer or block.has_footer(cells)
                taken |= block.take(number, cells, below_footer=footer)
        if not taken:
            skipped.append(SkippedRow(number, joined(cells)))
    return [row for block in blocks for row in block.rows], skipped


class _Block:
    """One of the tables that stand side by side, usually the only one."""

    def __init__(self, sheet: Sheet, columns: Sequence[FoundColumn], schema: Schema) -> None:
        self.rows: list[Row] = []
        self.start = 0
        self.end = max(found.index for found in columns) + 1
        self._sheet = sheet
        self._columns = columns
        self._plan = [(f, f.index, f.column.key, f.column.parse, f.column.lines) for f in columns]
        self._key_index = next((f.index for f in columns if f.column.key == schema.key), None)
        present = {found.column.key for found in columns}
        self._absent = dict.fromkeys(c.key for c in schema.columns if c.key not in present)
        indexes = {found.index for found in columns}
        self._refused = _refusals(sheet, columns)
        self._marked_rows = {
            row for row, index in sheet.formulas | sheet.errors if index in indexes
        }

    def is_marked(self, number: int) -> bool:
        """Whether the row has a formula or an error value, which may show no text at all."""
        return number in self._marked_rows

    def has_footer(self, cells: Sequence[str]) -> bool:
        first = next((cell for cell in cells[self.start : self.end] if cell), "")
        # Most first cells are numbers; only the rest is worth the patterns.
        return not first.isdecimal() and is_footer(first)

    def take(self, number: int, cells: Sequence[str], *, below_footer: bool) -> bool:
        """Parse the row if it is a data row of this block; whether it was."""
        width = len(cells)
        raw = {
            key: (cells[index] if lines else one_line(cells[index])) if index < width else ""
            for _f, index, key, _p, lines in self._plan
        }
        if not any(raw.values()) and number not in self._marked_rows:
            return False
        if below_footer and (self.has_footer(cells) or not self._has_key(cells)):
            return False
        row = Row(number, dict(self._absent), raw, self._columns, self._sheet.name)
        for _found, index, key, parse, _lines in self._plan:
            if self._refused and (number, index) in self._refused:
                row.add_problem(key, self._refused[number, index])
                continue
            try:
                row.values[key] = parse(raw[key])
            except ValueRefused as refusal:
                row.add_problem(key, refusal)
        self.rows.append(row)
        return True

    def _has_key(self, cells: Sequence[str]) -> bool:
        index = self._key_index
        return index is not None and index < len(cells) and bool(cells[index])


def _refusals(sheet: Sheet, columns: Sequence[FoundColumn]) -> dict[tuple[int, int], object]:
    """The cells that are refused whatever they show, with the reason."""
    by_index = {found.index: found.column for found in columns}
    refused: dict[tuple[int, int], object] = {}
    for row, index in sheet.formulas:
        column = by_index.get(index)
        if column is None:
            continue
        text = sheet.rows[row - 1][index] if index < len(sheet.rows[row - 1]) else ""
        # A formula of a csv file has no stored result.
        if not column.formulas or text.startswith("="):
            refused[row, index] = _(
                "The cell holds a formula. Copy the column and paste it back as values."
            )
    for row, index in sheet.errors:
        if index in by_index:
            refused[row, index] = _("The cell shows an error of the spreadsheet programme.")
    return refused
