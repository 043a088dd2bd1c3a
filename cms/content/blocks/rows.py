"""Small tables as people type or paste them, and the numbers in them."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CELL_SEPARATOR = "|"
MAX_COLUMNS = 12
MAX_ROWS = 200
MAX_CELL = 500
# More can't be told apart in a picture; the table may still hold them.
MAX_CHART_ROWS = 60
MAX_SHARES = 12
MIN_RADAR = 3
FIGURE = re.compile(r"[+-]?(?:[0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.[0-9]{1,10})?")


def rows_of(text: str) -> list[list[str]]:
    """A small table as it is typed or pasted: one row a line, cells between "|" (or "｜"), or
    between tabs as spreadsheets copy them. A line of Markdown dashes is left out."""
    rows = [_cells(line) for line in text.splitlines() if line.strip()]
    return [row for row in rows if not all(re.fullmatch(r":?-{2,}:?", cell) for cell in row)]


def _cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    line = line.strip().replace("｜", CELL_SEPARATOR)
    inner = line.removeprefix(CELL_SEPARATOR).removesuffix(CELL_SEPARATOR)
    return [cell.strip() for cell in inner.split(CELL_SEPARATOR)]


def check_rows(rows: list[list[str]]) -> None:
    """Raise ValidationError, naming the row, unless there are a header and equal rows."""
    if len(rows) < 2:
        raise ValidationError(_("A table needs a row of headings and at least one more row."))
    if len(rows) > MAX_ROWS or len(rows[0]) > MAX_COLUMNS:
        raise ValidationError(
            _("At most %(rows)d rows and %(columns)d columns.")
            % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
        )
    long = max((cell for row in rows for cell in row), key=len)
    if len(long) > MAX_CELL:
        raise ValidationError(
            _("“%(cell)s…” is longer than %(limit)d characters: that is a text, not a cell.")
            % {"cell": long[:20], "limit": MAX_CELL}
        )
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise ValidationError(
                _("Row %(row)d has %(cells)d cells, the row of headings has %(headings)d.")
                % {"row": number, "cells": len(row), "headings": len(rows[0])}
            )


def check_chart(kind: str, rows: list[list[str]]) -> None:
    """Raise ValidationError unless the rows can be drawn as a chart of this kind."""
    check_rows(rows)
    figures = figures_of(rows)
    if len(figures) > MAX_CHART_ROWS:
        raise ValidationError(
            _("A chart of more than %(rows)d rows can't be read; use a table.")
            % {"rows": MAX_CHART_ROWS}
        )
    if kind == "radar" and len(figures) < MIN_RADAR:
        raise ValidationError(_("A radar chart needs at least three rows."))
    if kind == "pie":
        _check_shares(figures)


def _check_shares(figures: list[list[float]]) -> None:
    if len(figures[0]) != 1:
        raise ValidationError(_("A chart of shares has one column of numbers."))
    if len(figures) > MAX_SHARES:
        raise ValidationError(
            _("A chart of more than %(rows)d shares can't be read; sum up the small ones.")
            % {"rows": MAX_SHARES}
        )
    parts = [line[0] for line in figures]
    if min(parts) < 0 or sum(parts) == 0:
        raise ValidationError(_("Shares are not negative, and not all of them zero."))


def figures_of(rows: list[list[str]]) -> list[list[float]]:
    """The numbers of a chart's rows, without names and headings.

    Full-width digits, thousands separators and a trailing % are read; a column either has % in all
    its cells or in none. Raises ValidationError that names the cell.
    """
    if not rows or len(rows[0]) < 2:
        raise ValidationError(_("A chart needs a column of names and at least one of numbers."))
    figures = []
    for number, row in enumerate(rows[1:], start=2):
        line = []
        for place, cell in enumerate(row[1:], start=2):
            plain = _plain(cell)
            if not FIGURE.fullmatch(plain.removesuffix("%")):
                raise ValidationError(
                    _("Row %(row)d, column %(column)d: “%(cell)s” is no number.")
                    % {"row": number, "column": place, "cell": cell[:40]}
                )
            if plain.endswith("%") != _plain(rows[1][place - 1]).endswith("%"):
                raise ValidationError(
                    _("Row %(row)d, column %(column)d: here some cells have %% and some have not.")
                    % {"row": number, "column": place}
                )
            line.append(float(plain.removesuffix("%").replace(",", "")))
        figures.append(line)
    return figures


def _plain(cell: str) -> str:
    return unicodedata.normalize("NFKC", cell).replace("\u2212", "-").replace(" ", "")
