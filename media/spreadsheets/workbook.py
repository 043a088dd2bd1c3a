"""What a file holds once it is read, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Position = tuple[int, int]


@dataclass(slots=True)
class Sheet:
    """A visible sheet. ``rows[0]`` is row 1 of the file; a row may be shorter than the others.

    Texts are normalised, with their line breaks. ``formulas`` and ``errors`` hold (row number,
    column index) of the cells with a formula and with an error value; row numbers start at 1,
    column indexes at 0.
    """

    name: str
    rows: Sequence[Sequence[str]]
    formulas: set[Position] = field(default_factory=set)
    errors: set[Position] = field(default_factory=set)


@dataclass(slots=True)
class Workbook:
    """The visible sheets in the file's order, and the names of the hidden ones."""

    sheets: list[Sheet]
    hidden: list[str] = field(default_factory=list)
    format: str = ""
    #: For csv: the encoding that was found.
    encoding: str = ""
