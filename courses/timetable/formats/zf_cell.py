"""正方's cell, parts separated by slashes:

`课名/(1-2节)4-5周,7-8周/南校区 N403/教师/教学班/植保2401;植保2402/…/讲课:34,讨论:14/36/3.0`

After the weeks come campus and room, teacher, teaching class, administrative classes, then what
schools add (kind of examination, remark), and last the kinds of hours, all hours and the credits.
A course's own name may hold slashes: the part with the periods in brackets ends it. 正方 has no
word for a slash in any other part; we write it as `\\/`, and read that back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import WeeklyTime
from courses.timetable.formats.reading import half_width, read_periods, read_weeks
from courses.timetable.formats.week_dialects import zf_weeks

_TIME = re.compile(r"\s*\((?P<periods>[^()]*节)\)(?P<weeks>.*)")
_HOURS = re.compile(r"[0-9]+(\.[0-9]+)?")
_AFTER_TIME, _LAST = 4, 3
# A backslash stands for what follows only before these; elsewhere it is a backslash.
_TOKEN = re.compile(r"\\[\\/;]|[\\/;]|[^\\/;]+")
_ESCAPED = re.compile(r"\\([\\/;])")
_READ_AS_ESCAPE = re.compile(r"\\(?=[\\/;]|$)")


@dataclass(frozen=True, slots=True)
class ZfCell:
    """The cell's weekday is its column's. `others` are parts that schools add, as they stand;
    `kinds` such as `讲课:34,讨论:14`; `hours` and `credits` as written, for they may be empty."""

    course: str
    time: WeeklyTime
    place: str
    teacher: str
    teaching_class: str
    classes: tuple[str, ...]
    others: tuple[str, ...] = field(default=())
    kinds: str = ""
    hours: str = ""
    credits: str = ""


def parse_cell(text: str, *, weekday: int, last_week: int) -> ZfCell:
    """Raises FormatError."""
    parts = [part.strip() for part in _split(text, "/")]
    at = next((i for i, part in enumerate(parts) if i and _TIME.match(half_width(part))), None)
    if at is None:
        raise FormatError(FormatReason.NO_PERIODS, text, text.strip())
    match = _TIME.fullmatch(half_width(parts[at]))
    if match is None:
        raise FormatError(FormatReason.NO_PERIODS, text, parts[at])
    rest = parts[at + 1 :]
    if len(rest) < _AFTER_TIME + _LAST or not all(
        not part or _HOURS.fullmatch(part) for part in rest[-2:]
    ):
        raise FormatError(FormatReason.TOO_FEW_PARTS, text, "/".join(rest))
    first, last = read_periods(match["periods"], whole=text)
    place, teacher, teaching_class, classes = rest[:_AFTER_TIME]
    kinds, hours, credits = rest[-_LAST:]
    return ZfCell(
        course=_unescaped("/".join(parts[:at])),
        time=WeeklyTime(
            weekday, first, last, read_weeks(match["weeks"], last_week=last_week, whole=text)
        ),
        place=_unescaped(place),
        teacher=_unescaped(teacher),
        teaching_class=_unescaped(teaching_class),
        classes=tuple(_unescaped(name) for name in _split(classes, ";") if name),
        others=tuple(map(_unescaped, rest[_AFTER_TIME:-_LAST])),
        kinds=_unescaped(kinds),
        hours=hours,
        credits=credits,
    )


def print_cell(cell: ZfCell) -> str:
    """The text again, with the weeks in their short form."""
    time = cell.time
    periods = (
        f"{time.first_period}-{time.last_period}" if time.periods > 1 else f"{time.first_period}"
    )
    return "/".join(
        [
            _course(cell.course),
            f"({periods}节){zf_weeks(time.weeks)}",
            _escaped(cell.place),
            _escaped(cell.teacher),
            _escaped(cell.teaching_class),
            ";".join(_escaped(name).replace(";", "\\;") for name in cell.classes),
            *map(_escaped, cell.others),
            _escaped(cell.kinds),
            cell.hours,
            cell.credits,
        ]
    )


def _split(text: str, separator: str) -> list[str]:
    """At separators that no backslash stands before; the parts keep their backslashes."""
    parts = [""]
    for token in _TOKEN.findall(text):
        if token == separator:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def _unescaped(part: str) -> str:
    return _ESCAPED.sub(r"\1", part)


def _escaped(part: str) -> str:
    return _READ_AS_ESCAPE.sub(r"\\\\", part).replace("/", "\\/")


def _course(name: str) -> str:
    """With its slashes as they are, as 正方 writes it, unless they would be read as something
    else."""
    parts = name.split("/")
    read_back = all(part == part.strip() for part in parts) and not any(
        _TIME.match(half_width(part)) for part in parts[1:]
    )
    if not read_back:
        return _escaped(name)
    return "/".join(_READ_AS_ESCAPE.sub(r"\\\\", part) for part in parts)
