"""The text of a cell as its reader would write it down. Imports nothing of Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from .neutralising import restore
from .normalising import normalise_cell


def plain_text(value: object) -> str:
    """``2026.0`` → ``2026``, a date → ISO, and so on; texts are returned as they are."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Past 2**53 a float no longer holds every integer: the digits shown would be made up,
        # so the scientific notation stays and the parser of numbers explains it.
        if value.is_integer() and abs(value) < 2**53:
            return str(int(value))
        return repr(value)
    if isinstance(value, dt.datetime):
        if value.time() == dt.time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return "" if value is None else str(value)


def rows_as_text(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    """Normalised texts of all cells; equal texts are normalised once and shared."""
    seen: dict[Any, str] = {"": ""}

    def text(value: Any, cached: Callable[[Any], str | None] = seen.get) -> str:
        # True == 1 == 1.0 as dictionary keys: only texts and floats are remembered.
        kind = type(value)
        if kind is str or kind is float:
            known = cached(value)
            if known is None:
                known = seen[value] = normalise_cell(restore(plain_text(value)))
            return known
        return normalise_cell(plain_text(value))

    return [[text(value) for value in row] for row in rows]
