"""What can be wrong with a spreadsheet: the whole file, one cell, or one value."""

from __future__ import annotations

from dataclasses import dataclass


class SpreadsheetRefused(Exception):
    """The whole file is refused; ``str(error)`` is the sentence for the user."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class ValueRefused(ValueError):
    """Raised by a parser for a value it can't accept; ``str(error)`` is the reason in words."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One cell that can't be accepted, and why.

    ``column_letter`` and ``header`` are empty when the file has no such column.
    """

    sheet: str
    row: int
    column_letter: str
    header: str
    value: str
    message: str
    key: str = ""

    @property
    def cell(self) -> str:
        """The address as a spreadsheet programme shows it, such as ``D17``."""
        return f"{self.column_letter}{self.row}"

    def __str__(self) -> str:
        return f"{self.cell} {self.header}: {self.message}"
