"""Cells merged downwards: the one text counts for each row. Imports nothing of Django."""

from __future__ import annotations

from collections.abc import Iterable

#: First and last row, column; all count from 0.
Merged = tuple[int, int, int]


class ImpossibleMerge(ValueError):
    """The merged ranges overlap."""


def merged_downwards(
    ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]] | None,
) -> list[Merged]:
    """Those of calamine's merged ranges that reach over several rows."""
    return [(top, bottom, left) for (top, left), (bottom, _right) in ranges or () if bottom > top]


def fill_merged(rows: list[list[str]], merged: Iterable[Merged]) -> None:
    """Copy the text of each merged cell down to the rows that hold anything else.

    Only the first column of a range is filled: a title over several columns stays one text.
    """
    # Ranges can't overlap, so together they can't be longer than the sheet has cells.
    budget = sum(map(len, rows))
    for top, bottom, column in merged:
        if top >= len(rows) or column >= len(rows[top]) or not rows[top][column]:
            continue
        last = min(bottom, len(rows) - 1)
        budget -= last - top
        if budget < 0:
            raise ImpossibleMerge
        for row in rows[top + 1 : last + 1]:
            if column < len(row) and not row[column] and any(row):
                row[column] = rows[top][column]
