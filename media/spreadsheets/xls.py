"""xls: read in a separate process, see ``xls_process``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from .archive import damaged, password_protected
from .limits import ReadLimits, check_extent
from .workbook import Sheet, Workbook

_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 60


def read_xls(content: bytes, limits: ReadLimits) -> Workbook:
    """Read the visible sheets of a BIFF workbook."""
    try:
        process = subprocess.run(  # noqa: S603 — our own module, nothing of the user's in the call
            [sys.executable, "-m", f"{__package__}.xls_process"],
            input=content,
            capture_output=True,
            cwd=_ROOT,
            env={"PATH": os.defpath, "PYTHONIOENCODING": "utf-8", "RUST_BACKTRACE": "0"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise damaged() from error
    try:
        answer = json.loads(process.stdout)
    except ValueError as error:
        raise damaged() from error
    if answer.get("refused") == "password":
        raise password_protected()
    if "sheets" not in answer:
        raise damaged()
    sheets = []
    for name, rows, formulas, errors in answer["sheets"]:
        check_extent(len(rows), len(rows[0]) if rows else 0, limits)
        sheets.append(Sheet(name, rows, set(map(tuple, formulas)), set(map(tuple, errors))))
    return Workbook(sheets, answer["hidden"], "xls")
