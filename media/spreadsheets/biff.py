"""Where formulas and error values stand in an xls workbook, which calamine doesn't tell.

Record numbers: [MS-XLS] 2.3. Runs in the process of ``xls_process``; imports nothing of Django.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .compound import Damaged

_BOF = frozenset({0x0809, 0x0409, 0x0209, 0x0009})
_EOF = 0x000A
_BOUND_SHEET = 0x0085
_FORMULA = frozenset({0x0006, 0x0206, 0x0406})
_BOOLEAN_OR_ERROR = frozenset({0x0205, 0x0005})

Position = tuple[int, int]


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    while offset + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, offset)
        yield kind, stream[offset + 4 : offset + 4 + length]
        offset += 4 + length


def scan_sheets(stream: bytes) -> list[tuple[list[Position], list[Position]]]:
    """Formulas and errors of each sheet in the workbook's order: (row from 1, column from 0)."""
    starts: list[int] = []
    for kind, data in _records(stream, 0):
        if kind == _BOUND_SHEET and len(data) >= 4:
            starts.append(struct.unpack_from("<I", data)[0])
        elif kind == _EOF:
            break
    return [_scan_sheet(stream, start) for start in starts]


def _scan_sheet(stream: bytes, start: int) -> tuple[list[Position], list[Position]]:
    formulas: list[Position] = []
    errors: list[Position] = []
    depth = 0
    for kind, data in _records(stream, start):
        if kind in _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                break
        elif depth != 1:
            continue  # a chart drawn on the sheet
        elif kind in _FORMULA:
            if len(data) < 14:
                raise Damaged
            row, column = struct.unpack_from("<HH", data)
            formulas.append((row + 1, column))
            if data[12:14] == b"\xff\xff" and data[6] == 2:
                errors.append((row + 1, column))
        elif kind in _BOOLEAN_OR_ERROR and len(data) >= 8 and data[7]:
            row, column = struct.unpack_from("<HH", data)
            errors.append((row + 1, column))
    return formulas, errors
