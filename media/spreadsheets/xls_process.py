"""Reads one xls file from standard input in a process of its own and writes JSON.

The old binary format is full of counts and offsets that a reader believes: a few changed bytes can
make it reserve all memory or abort. Here only this process ends, and the file is called damaged.
Called by ``xls``; imports nothing of Django.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from .biff import scan_sheets
from .cell_text import rows_as_text
from .compound import CompoundFile, Damaged
from .merging import fill_merged, merged_downwards

MEMORY = 1_536 * 1024 * 1024
CPU_SECONDS = 30


def limit_resources() -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where only the time limit of the parent holds
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes) -> dict[str, Any]:
    marks = scan_sheets(CompoundFile(content).stream("Workbook", "Book"))
    sheets = []
    hidden = []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        metadata = workbook.sheets_metadata
        if len(metadata) != len(marks):
            raise Damaged
        for sheet, (formulas, errors) in zip(metadata, marks, strict=True):
            if sheet.visible != SheetVisibleEnum.Visible:
                hidden.append(sheet.name)
                continue
            page = workbook.get_sheet_by_name(sheet.name)
            rows = rows_as_text(page.to_python(skip_empty_area=False))
            fill_merged(rows, merged_downwards(page.merged_cell_ranges))
            sheets.append([sheet.name, rows, formulas, errors])
    return {"sheets": sheets, "hidden": hidden}


def main() -> None:
    limit_resources()
    try:
        answer = read(sys.stdin.buffer.read())
    except PasswordError:
        answer = {"refused": "password"}
    except (CalamineError, Damaged, OSError, ValueError, IndexError, OverflowError, MemoryError):
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
