"""WakeUp 课程表 reads and writes CSV: `课程名称,星期,开始节数,结束节数,老师,地点,周数`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import Lesson, WeeklyTime
from courses.timetable.formats.reading import read_periods, read_weekday, read_weeks
from courses.timetable.formats.week_dialects import wakeup_weeks

HEADER = ("课程名称", "星期", "开始节数", "结束节数", "老师", "地点", "周数")


def wakeup_row(lesson: Lesson) -> tuple[str, ...]:
    """The cells of a line, in the order of HEADER."""
    time = lesson.time
    return (
        lesson.course,
        str(time.weekday),
        str(time.first_period),
        str(time.last_period),
        lesson.teacher,
        lesson.room,
        wakeup_weeks(time.weeks),
    )


def parse_wakeup(text: str, *, last_week: int) -> list[Lesson]:
    """The lessons of a whole file. Raises FormatError naming the first line at fault."""
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    if not rows or tuple(cell.strip() for cell in rows[0][: len(HEADER)]) != HEADER:
        raise FormatError(FormatReason.TOO_FEW_PARTS, text[:200], ",".join(rows[0] if rows else ()))
    return [parse_row(row, last_week=last_week) for row in rows[1:] if any(row)]


def parse_row(row: list[str], *, last_week: int) -> Lesson:
    """The cells of one line. Raises FormatError."""
    whole = ",".join(row)
    if len(row) < len(HEADER):
        raise FormatError(FormatReason.TOO_FEW_PARTS, whole, whole)
    course, weekday, first, last, teacher, room, weeks = row[: len(HEADER)]
    start, end = read_periods(f"{first}-{last}", whole=whole)
    time = WeeklyTime(
        weekday=read_weekday(weekday, whole=whole),
        first_period=start,
        last_period=end,
        weeks=read_weeks(weeks, last_week=last_week, whole=whole),
    )
    return Lesson(course, time, room=room, teacher=teacher)


def print_wakeup(lessons: Iterable[Lesson]) -> str:
    """A whole file, without the byte order mark that Excel wants."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(wakeup_row(lesson) for lesson in lessons)
    return target.getvalue()
