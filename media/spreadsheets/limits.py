"""How large a spreadsheet may be; checked before and while it is read, never after."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .errors import SpreadsheetRefused

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Upper bounds for one file. Sizes in bytes; ``cells`` is rows × columns of all sheets."""

    file_size: int = 20 * MEBIBYTE
    unpacked_size: int = 200 * MEBIBYTE
    # Real sheets of repeated values reach about 60; deflate bombs come near 1000.
    unpacked_ratio: int = 250
    # A small part may compress well without harm.
    ratio_checked_from: int = 4 * MEBIBYTE
    entries: int = 2_000
    rows: int = 200_000
    columns: int = 256
    cells: int = 4_000_000


DEFAULT = ReadLimits()


def read_bounded(file: BinaryIO | bytes | Path, limits: ReadLimits) -> bytes:
    """Return the content of ``file``, reading no more than one byte past the limit."""
    if isinstance(file, bytes):
        content = file[: limits.file_size + 1]
    elif isinstance(file, Path):
        with file.open("rb") as stream:
            content = stream.read(limits.file_size + 1)
    else:
        content = file.read(limits.file_size + 1)
    if not content:
        raise SpreadsheetRefused(_("The file is empty."))
    if len(content) > limits.file_size:
        raise SpreadsheetRefused(
            _("The file is larger than %(limit)s MiB. Split it into smaller files.")
            % {"limit": limits.file_size // MEBIBYTE}
        )
    return content


def refuse_rows(limits: ReadLimits) -> SpreadsheetRefused:
    """The refusal for a sheet with too many rows, to be raised by whoever counts them."""
    return SpreadsheetRefused(
        _("The sheet has more than %(limit)s rows. Split it into smaller files.")
        % {"limit": f"{limits.rows:,}"}
    )


def refuse_columns(limits: ReadLimits) -> SpreadsheetRefused:
    """The refusal for a sheet with a value too far to the right."""
    return SpreadsheetRefused(
        _("The sheet has values beyond column %(limit)s. Delete what stands there.")
        % {"limit": limits.columns}
    )


def check_extent(rows: int, columns: int, limits: ReadLimits) -> None:
    """Refuse a sheet whose last value stands at (``rows``, ``columns``), both 1-based."""
    if rows > limits.rows:
        raise refuse_rows(limits)
    if columns > limits.columns:
        raise refuse_columns(limits)
    check_cells(rows * columns, limits)


def check_cells(cells: int, limits: ReadLimits) -> None:
    """Refuse a file with more cells than allowed, empty ones in between included."""
    if cells > limits.cells:
        raise SpreadsheetRefused(
            _("The file has more than %(limit)s cells. Split it into smaller files.")
            % {"limit": f"{limits.cells:,}"}
        )
