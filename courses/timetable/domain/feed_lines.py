"""Content lines of iCalendar (RFC 5545 3.1): escaped, folded, joined.

The package `icalendar` takes 50 ms for the calendar of an instructor, these lines 5: phones ask
for them all day. Tests read what is written here with that package.
"""

import datetime
import re
from collections.abc import Iterable

LONGEST = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
LINE_END = b"\r\n"


def line(name: str, value: str) -> bytes:
    """A line whose value is in iCalendar's own notation."""
    return _folded(f"{name}:{value}".encode())


def text_line(name: str, text: str) -> bytes:
    """A line of what people typed: nothing in it can end the line or begin another."""
    plain = _CONTROL.sub(" ", text.replace("\r\n", "\n"))
    return line(name, plain.translate(_ESCAPED))


def local_line(name: str, tzid: str, moments: Iterable[datetime.datetime]) -> bytes:
    """A line of clock times in a time zone."""
    return line(f"{name};TZID={tzid}", ",".join(f"{moment:%Y%m%dT%H%M%S}" for moment in moments))


def utc_line(name: str, moment: datetime.datetime) -> bytes:
    return line(name, f"{moment.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}")


def _folded(whole: bytes) -> bytes:
    """At most 75 octets a line; a character is never cut in two."""
    if len(whole) <= LONGEST:
        return whole
    parts: list[bytes] = []
    start, room = 0, LONGEST
    while len(whole) - start > room:
        end = start + room
        while whole[end] & 0xC0 == 0x80:
            end -= 1
        parts.append(whole[start:end])
        start, room = end, LONGEST - 1
    parts.append(whole[start:])
    return b"\r\n ".join(parts)
