"""The report that a player sends, as it comes over the wire."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from media.watching.domain import WatchRefused
from media.watching.ranges import Range

# 200 ranges of two numbers of eight digits are 4 KB.
LARGEST_REPORT = 16 * 1024


@dataclass(frozen=True)
class Report:
    ranges: tuple[Range, ...]
    position_ms: int | None
    position_age: float


def read_report(body: bytes) -> Report:
    """`{"ranges": [[from, to], …], "position": ms or null, "age": seconds}`, each optional. Raises
    WatchRefused for anything else; whether the numbers suit the recording is asked later."""
    try:
        if len(body) > LARGEST_REPORT:
            raise ValueError("too large")
        sent = json.loads(body)
        if not isinstance(sent, dict):
            raise TypeError("no object")
        position = sent.get("position")
        return Report(
            ranges=tuple(_range(one) for one in _list(sent.get("ranges", []))),
            position_ms=None if position is None else _whole(position),
            position_age=_seconds(sent.get("age", 0)),
        )
    except (ValueError, TypeError, RecursionError) as error:
        raise WatchRefused(_("The report can't be read.")) from error


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _range(value: Any) -> Range:
    start, end = _list(value)
    return _whole(start), _whole(end)


def _whole(value: Any) -> int:
    # True is an int to Python, and not to anybody who watches.
    if type(value) is not int:
        raise TypeError("no whole number")
    return value


def _seconds(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError("no number")
    return float(value)
