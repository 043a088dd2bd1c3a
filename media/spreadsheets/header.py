"""Finding the header row below the title rows, and the columns it names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .coordinates import column_letter
from .normalising import header_key, one_line
from .schema import Column, Schema
from .workbook import Sheet

# A running number is of no interest to anybody; it is not even listed as ignored.
_RUNNING_NUMBER = frozenset({"序号", "序", "no", "no.", "#"})


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """An expected column where the file has it. ``block`` counts side-by-side blocks from 0."""

    column: Column
    header: str
    index: int
    block: int

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class IgnoredColumn:
    """A column of the file that the import doesn't expect."""

    header: str
    index: int

    @property
    def letter(self) -> str:
        return column_letter(self.index)


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a sheet; ``row`` is its number in the file."""

    row: int
    columns: tuple[FoundColumn, ...]
    ignored: tuple[IgnoredColumn, ...]
    missing: tuple[tuple[Column, ...], ...]
    """A column each, or several of which one is needed."""

    @property
    def blocks(self) -> list[list[FoundColumn]]:
        found: dict[int, list[FoundColumn]] = {}
        for column in self.columns:
            found.setdefault(column.block, []).append(column)
        return list(found.values())


def find_header(sheet: Sheet, schema: Schema) -> Header | None:
    """The row that names most expected columns, or None if no row names any."""
    best: Header | None = None
    for number, cells in enumerate(sheet.rows[: schema.header_rows_searched], start=1):
        header = _read_header(number, cells, schema)
        if header and (best is None or _score(header) > _score(best)):
            best = header
    return best


def _score(header: Header) -> tuple[int, int]:
    keys = {found.column.key for found in header.columns}
    return (-len(header.missing), len(keys))


def _read_header(number: int, cells: Sequence[str], schema: Schema) -> Header | None:
    blocks: list[dict[str, FoundColumn]] = [{}]
    ignored: list[IgnoredColumn] = []
    for index, written in enumerate(cells):
        if not written:
            continue
        text = one_line(written)
        column = schema.column_for(text)
        if column is None:
            if header_key(text)[0] not in _RUNNING_NUMBER:
                ignored.append(IgnoredColumn(text, index))
            continue
        if column.key in blocks[-1]:
            if not schema.repeated_blocks:
                ignored.append(IgnoredColumn(text, index))
                continue
            blocks.append({})
        blocks[-1][column.key] = FoundColumn(column, text, index, len(blocks) - 1)
    first = blocks[0]
    if not first:
        return None
    # A block that lacks a required column is no block: its columns would make half rows.
    for block in blocks[1:]:
        if not schema.required_keys <= block.keys():
            ignored += [IgnoredColumn(found.header, found.index) for found in block.values()]
            block.clear()
    return Header(
        row=number,
        columns=tuple(found for block in blocks for found in block.values()),
        ignored=tuple(sorted(ignored, key=lambda column: column.index)),
        missing=tuple(
            needed for needed in schema.needs() if not any(each.key in first for each in needed)
        ),
    )
