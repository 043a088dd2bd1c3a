"""What an import would change and what it has changed, as plain data (JSON)."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from media.spreadsheets.preview import Preview


class FieldChange(TypedDict):
    label: str
    old: str
    new: str


class Change(TypedDict):
    """One stored thing that differs from its row. `subject` names it: "0260100001 华桂珍"."""

    row: int
    subject: str
    fields: list[FieldChange]


class NewThing(TypedDict):
    row: int
    subject: str


class Difference(TypedDict):
    """The file against what is stored. `new` and `changed` may be cut; `counts` are of all rows.

    `counts` has the keys new, changed and unchanged.
    """

    counts: dict[str, int]
    new: list[NewThing]
    changed: list[Change]


class OptionItem(TypedDict):
    """Something that the option would make. `nearest`: the stored name most like it, or ""."""

    what: str
    name: str
    nearest: str
    rows: int
    first_row: int


class Option(TypedDict):
    """A question to the person before the import is applied: a box to tick.

    `required`: without the tick the file can't be applied as it is.
    """

    name: str
    label: str
    help: str
    required: bool
    items: list[OptionItem]


class RowMark(TypedDict):
    """Something to know of a row that can be applied all the same."""

    row: int
    sentence: str


class ImportPreview(Preview):
    """What was understood, and what applying would do. `notes` are sentences worth knowing, `marks`
    those about one row."""

    difference: Difference
    options: list[Option]
    notes: list[str]
    marks: NotRequired[list[RowMark]]


class ReceiptLine(TypedDict):
    label: str
    count: int


class Receipt(TypedDict):
    """What was done. `counts` in the order to show; `created` names the units and the like that
    were made; `changed` may be cut, `changed_more` says by how many."""

    counts: list[ReceiptLine]
    created: list[str]
    changed: list[Change]
    changed_more: int
    notes: list[str]
