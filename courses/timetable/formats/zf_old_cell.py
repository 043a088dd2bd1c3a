"""The older cell of 正方, a block of lines for each lesson with an empty line between two:

    大学生职业发展与就业指导
    周二第8,9节{第2-16周|双周}
    张三
    A教101

Older systems print the time's weekday though the column says it already. For some courses they
leave it and the periods out, `{第1-16周|2节/周}`: then the column and the row of the table say it,
and how many periods it is. The teacher may be `20139038|张三`, number and name.

A teacher who has a course with several classes can't be told apart by these lines; we add one,
`教学班:(2026-2027-1)-C2092011-01`, and read it. Whoever passed the cell on without its line breaks
has left one lesson that can be read: the word after the time is the teacher.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import Lesson, WeeklyTime
from courses.timetable.formats.reading import half_width, read_weeks
from courses.timetable.formats.zf_list import A_WEEK, parse_time, print_old_time, without_count

_BLANK_LINE = re.compile(r"\n[ \t\u3000]*\n")
# Whatever a cell holds, each of its characters is looked at a few times only.
_TIME = re.compile(
    r"((?:(?:星期|周|礼拜)[一二三四五六日天]\s*第[^{}\n]{0,60}?节\s*)?"
    r"[{｛](?=[^{}｛｝\n0-9０-９]*[0-9０-９][^{}｛｝\n周]*周)[^{}｛｝\n]*[}｝])"
)
_CLASS = re.compile(r"教学班\s*[:：]\s*(?P<code>.+)")
_WEEKS_ALONE = re.compile(r"\{(?P<weeks>[^{}]*)\}")


def is_old_cell(text: str) -> bool:
    """Whether a cell is of this kind: its time has weeks in braces."""
    return _TIME.search(text) is not None


def parse_old_cell(
    text: str,
    *,
    last_week: int,
    weekday: int | None = None,
    first_period: int | None = None,
) -> list[Lesson]:
    """The lessons of a cell; nothing for an empty one. `weekday` and `first_period` are what column
    and row say, for times that don't. Raises FormatError."""
    blocks = _BLANK_LINE.split(text.replace("\r\n", "\n"))
    table = (weekday, first_period)
    return [_block(block, last_week, table) for block in blocks if block.strip()]


def print_old_cell(lessons: Iterable[Lesson]) -> str:
    return "\n\n".join("\n".join(filter(None, _lines(lesson))) for lesson in lessons)


def _lines(lesson: Lesson) -> tuple[str, ...]:
    code = f"教学班:{lesson.teaching_class}" if lesson.teaching_class else ""
    return (lesson.course, print_old_time(lesson.time), lesson.teacher, lesson.room, code)


def _block(block: str, last_week: int, table: tuple[int | None, int | None]) -> Lesson:
    lines = [line.strip() for line in block.strip().split("\n")]
    if len(lines) == 1:
        lines = _cut(lines[0])
    code = ""
    if (named := _CLASS.fullmatch(lines[-1])) is not None:
        code = named["code"].strip()
        lines.pop()
    if not 2 <= len(lines) <= 4:
        raise FormatError(FormatReason.TOO_FEW_PARTS, block, block.strip())
    course, written, *rest = lines
    teacher, room = (*rest, "", "")[:2]
    number, bar, name = teacher.partition("|")
    return Lesson(
        course,
        _time(written, last_week, table),
        room=room,
        teacher=f"{name} {number}" if bar and _is_number(number) and name else teacher,
        teaching_class=code,
    )


def _is_number(text: str) -> bool:
    """Of a member of staff: Han characters are letters to `isalnum`, too."""
    return text.isascii() and text.isalnum()


def _cut(line: str) -> list[str]:
    """The lines of a lesson that has become one."""
    course, *parts = _TIME.split(line)
    if len(parts) != 2:
        return [line]
    time, rest = parts
    code = _CLASS.search(rest)
    teacher, _space, room = (rest[: code.start()] if code else rest).strip().partition(" ")
    found = [course.strip(), time.strip(), teacher, room.strip()]
    return [*filter(None, found), *([code[0]] if code else [])]


def _time(written: str, last_week: int, table: tuple[int | None, int | None]) -> WeeklyTime:
    plain = half_width(written)
    alone = _WEEKS_ALONE.fullmatch(plain)
    count = A_WEEK.search(plain)
    weekday, first = table
    if alone is None or count is None or weekday is None or first is None:
        return parse_time(written, last_week=last_week)
    periods = int(count["count"])
    weeks = read_weeks(without_count(alone["weeks"]), last_week=last_week, whole=written)
    return WeeklyTime(weekday, first, first + max(periods, 1) - 1, weeks)
