"""What is found in a sheet before its cells are read: how far it reaches, where formulas are."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .errors import SpreadsheetRefused
from .limits import ReadLimits, check_extent
from .merging import Merged
from .workbook import Position

_FORMULAS = 500_000


@dataclass(slots=True)
class Extent:
    """``rows`` and ``columns`` reach to the last value; positions as in ``Sheet``."""

    rows: int = 0
    columns: int = 0
    formulas: set[Position] = field(default_factory=set)
    errors: set[Position] = field(default_factory=set)
    #: For ods, where calamine doesn't report them.
    merged: list[Merged] = field(default_factory=list)

    def add_formula(self, row: int, index: int) -> None:
        self.formulas.add((row, index))
        if len(self.formulas) > _FORMULAS:
            raise SpreadsheetRefused(
                _("The sheet has more than %(limit)s formulas. Paste its cells as values.")
                % {"limit": f"{_FORMULAS:,}"}
            )

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def check(self, limits: ReadLimits) -> None:
        check_extent(self.rows, self.columns, limits)
