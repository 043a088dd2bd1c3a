"""Reading a spreadsheet file of any kind that offices send."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from .limits import DEFAULT, ReadLimits
from .workbook import Workbook


def read_workbook(
    file: BinaryIO | bytes | Path, *, filename: str, limits: ReadLimits = DEFAULT
) -> Workbook:
    """Read the visible sheets of an xlsx, xls, ods or csv file; raises SpreadsheetRefused."""
    raise NotImplementedError
