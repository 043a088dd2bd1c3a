"""The older cell of 正方, a block of lines for each lesson with an empty line between two:

    大学生职业发展与就业指导
    周二第8,9节{第2-16周|双周}
    张三
    A教101

Older systems print the time's weekday though the column says it already.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import Lesson
from courses.timetable.formats.zf_list import parse_time, print_old_time

_BLANK_LINE = re.compile(r"\n[ \t\u3000]*\n")


def parse_old_cell(text: str, *, last_week: int) -> list[Lesson]:
    """The lessons of a cell; nothing for an empty one. Raises FormatError."""
    blocks = _BLANK_LINE.split(text.replace("\r\n", "\n"))
    return [_block(block, last_week) for block in blocks if block.strip()]


def print_old_cell(lessons: Iterable[Lesson]) -> str:
    return "\n\n".join(
        "\n".join(
            part
            for part in (lesson.course, print_old_time(lesson.time), lesson.teacher, lesson.room)
            if part
        )
        for lesson in lessons
    )


def _block(block: str, last_week: int) -> Lesson:
    lines = [line.strip() for line in block.strip().split("\n")]
    if not 2 <= len(lines) <= 4:
        raise FormatError(FormatReason.TOO_FEW_PARTS, block, block.strip())
    course, time, *rest = lines
    teacher, room = (*rest, "", "")[:2]
    return Lesson(course, parse_time(time, last_week=last_week), room=room, teacher=teacher)
