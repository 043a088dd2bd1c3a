"""What a file would bring, as plain data that a page and a command line can both show."""

from __future__ import annotations

from typing import TypedDict

from django.utils.translation import gettext as _

from .rows import Row, SkippedRow
from .table import Table
from .wording import listed


class ColumnPreview(TypedDict):
    key: str
    label: str
    header: str
    letter: str
    block: int


class CellPreview(TypedDict):
    key: str
    letter: str
    value: str
    problems: list[str]


class RowPreview(TypedDict):
    number: int
    cells: list[CellPreview]
    problems: list[str]


class LinePreview(TypedDict):
    number: int
    text: str


class Preview(TypedDict):
    """``good_rows`` and ``bad_rows`` may be cut; ``counts`` are of all rows."""

    format: str
    encoding: str
    sheet: str
    header_row: int
    columns: list[ColumnPreview]
    ignored_columns: list[dict[str, str]]
    title_rows: list[LinePreview]
    skipped_rows: list[LinePreview]
    other_sheets: list[str]
    hidden_sheets: list[str]
    counts: dict[str, int]
    bad_rows: list[RowPreview]
    good_rows: list[RowPreview]


def build_preview(
    table: Table, *, good_limit: int = 20, bad_limit: int = 200, skipped_limit: int = 50
) -> Preview:
    """Summarise a table; the lists of rows are cut at the limits, the counts are not."""
    bad = table.bad_rows
    good = [row for row in table.rows if row.ok]
    return {
        "format": table.format,
        "encoding": table.encoding,
        "sheet": table.sheet,
        "header_row": table.header.row,
        "columns": [
            {
                "key": found.column.key,
                "label": str(found.column.label),
                "header": found.header,
                "letter": found.letter,
                "block": found.block,
            }
            for found in table.header.columns
        ],
        "ignored_columns": [
            {"header": column.header, "letter": column.letter} for column in table.header.ignored
        ],
        "title_rows": _lines(table.titles, skipped_limit),
        "skipped_rows": _lines(table.skipped, skipped_limit),
        "other_sheets": list(table.other_sheets),
        "hidden_sheets": list(table.hidden_sheets),
        "counts": {
            "rows": len(table.rows),
            "good": len(good),
            "bad": len(bad),
            "problems": sum(len(row.problems) for row in bad),
            "skipped": len(table.skipped),
        },
        "bad_rows": [_row(row) for row in bad[:bad_limit]],
        "good_rows": [_row(row) for row in good[:good_limit]],
    }


def _lines(rows: list[SkippedRow], limit: int) -> list[LinePreview]:
    return [{"number": row.number, "text": row.text} for row in rows[:limit]]


def _row(row: Row) -> RowPreview:
    in_file = {found.column.key for found in row.columns}
    return {
        "number": row.number,
        "cells": [
            {
                "key": found.column.key,
                "letter": found.letter,
                "value": row.raw[found.column.key],
                "problems": [p.message for p in row.problems if p.key == found.column.key],
            }
            for found in row.columns
        ],
        # Findings about a column that the file doesn't have.
        "problems": [p.message for p in row.problems if p.key not in in_file],
    }


def render_text(preview: Preview) -> str:
    """The preview for a terminal: what was found, then every bad cell on a line of its own."""
    counts = preview["counts"]
    lines = [
        _("Sheet “%(sheet)s”, header in row %(row)s")
        % {"sheet": preview["sheet"], "row": preview["header_row"]},
        _("Columns: %(columns)s")
        % {
            "columns": listed(
                f"{column['letter']} {column['header']} → {column['label']}"
                for column in preview["columns"]
            )
        },
    ]
    if preview["ignored_columns"]:
        ignored = listed(f"{c['letter']} {c['header']}" for c in preview["ignored_columns"])
        lines.append(_("Columns not used: %(columns)s") % {"columns": ignored})
    unread = [*preview["other_sheets"], *preview["hidden_sheets"]]
    if unread:
        lines.append(_("Sheets not read: %(sheets)s") % {"sheets": listed(unread)})
    for line in preview["skipped_rows"]:
        lines.append(
            _("Row %(row)s left out: %(text)s") % {"row": line["number"], "text": line["text"]}
        )
    lines.append(
        _("Rows: %(rows)s, of these good: %(good)s, with errors: %(bad)s")
        % {key: counts[key] for key in ("rows", "good", "bad")}
    )
    for row in preview["bad_rows"]:
        for cell in row["cells"]:
            place = f"{cell['letter']}{row['number']}"
            shown = f" [{cell['value']}]" if cell["value"] else ""
            lines += [f"  {place}{shown} {message}" for message in cell["problems"]]
        lines += [f"  {row['number']} {message}" for message in row["problems"]]
    hidden = counts["bad"] - len(preview["bad_rows"])
    if hidden > 0:
        lines.append(_("… and %(count)s more rows with errors") % {"count": hidden})
    return "\n".join(lines) + "\n"
