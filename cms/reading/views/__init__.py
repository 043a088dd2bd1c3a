"""Views of reading."""

from cms.reading.views.classes import class_answers, class_export, class_progress
from cms.reading.views.mine import mine, notes, notes_export
from cms.reading.views.reader import (
    answer,
    bookmark,
    note_add,
    note_delete,
    note_edit,
    progress,
)

__all__ = [
    "answer",
    "bookmark",
    "class_answers",
    "class_export",
    "class_progress",
    "mine",
    "note_add",
    "note_delete",
    "note_edit",
    "notes",
    "notes_export",
    "progress",
]
