"""The table of a lesson plan in Word: labels with their values, and rows of steps."""

from __future__ import annotations

from typing import Any

import lxml.html
from django.utils.translation import gettext as _

from cms.importing.grids import grid_of
from cms.importing.lesson_found import LessonFound
from cms.importing.word_layouts import LESSON_LABELS
from cms.importing.word_steps import read_steps, read_steps_of_cell, step_columns
from cms.importing.wording import label_of


def read_table(lesson: LessonFound, table: Any) -> list[Any]:
    """Labels with their values, and the rows of steps; gives back elements for the body."""
    grid = grid_of(table, repeat=False)
    left: list[Any] = []
    number = 0
    pending = ""
    known_any = any(label_of(cell) in LESSON_LABELS for row in grid for cell in row)
    if not known_any and step_columns(grid[0] if grid else []) is None:
        return [table]
    while number < len(grid):
        row = grid[number]
        columns = step_columns(row)
        if columns:
            number = read_steps(lesson, grid, number + 1, columns)
            pending = ""
            continue
        pending = _read_row(lesson, row, pending, left)
        number += 1
    # Images inside of a table of labels still belong to the lesson.
    left += [_paragraph_with(image) for image in table.iter("img")]
    return left


def _read_row(lesson: LessonFound, row: list[str], pending: str, left: list[Any]) -> str:
    """One row of labels and values; gives back the label whose value is the next row."""
    cells = [cell for cell in row if cell]
    if not cells:
        return pending
    labels = [label_of(cell) for cell in cells]
    if not any(label in LESSON_LABELS for label in labels):
        if pending:
            for cell in cells:
                _add_value(lesson, pending, cell)
            return pending
        left.append(_kept(lesson, cells))
        return ""
    place, waiting = 0, ""
    loose: list[str] = []
    while place < len(cells):
        label = labels[place]
        if label not in LESSON_LABELS:
            loose.append(cells[place])
            place += 1
            continue
        end = place + 1
        while end < len(cells) and labels[end] not in LESSON_LABELS and end < place + 2:
            end += 1
        if end == place + 1:
            waiting = label if len(cells) == 1 else ""
        for cell in cells[place + 1 : end]:
            _add_value(lesson, label, cell)
        place = end
    if loose:
        left.append(_kept(lesson, loose))
    return waiting


def _add_value(lesson: LessonFound, label: str, cell: str) -> None:
    if LESSON_LABELS[label] != "plan":
        lesson.add(label, cell.splitlines())
    else:
        read_steps_of_cell(lesson, cell)


def _kept(lesson: LessonFound, cells: list[str]) -> Any:
    words = "：".join(" ".join(cell.split()) for cell in cells)
    lesson.note(_("Kept as text, because no field is for it: “%(words)s”.") % {"words": words[:80]})
    element = lxml.html.Element("p")
    element.text = words
    return element


def _paragraph_with(image: Any) -> Any:
    element = lxml.html.Element("p")
    element.append(lxml.html.fromstring(lxml.html.tostring(image, with_tail=False)))
    return element
