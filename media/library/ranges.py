"""Reading the Range header (RFC 9110, section 14)."""

import re
from typing import NamedTuple

_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d*)-(\d*)[ \t]*", re.IGNORECASE | re.ASCII)
# More digits than any file has bytes: such a number needs no reading.
_DIGITS = 18


class Unsatisfiable(ValueError):
    """The range lies outside the file: 416."""


class Part(NamedTuple):
    """Bytes from `start` up to, not including, `stop`."""

    start: int
    stop: int


def parse_range(header: str, size: int) -> Part | None:
    """The part of a file of `size` bytes that `header` asks for; None when the header is to be
    ignored: another unit, several ranges at once, or not in the form that the standard has.

    Raises Unsatisfiable.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None:
        return None
    first, last = found.groups()
    if max(len(first), len(last)) > _DIGITS or not (first or last):
        return None
    if not first:
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return Part(max(0, size - int(last)), size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Part(start, min(int(last) + 1, size) if last else size)
