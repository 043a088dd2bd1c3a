"""What every format has in common: weekdays, runs of periods, weeks."""

from __future__ import annotations

import re

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.weeks import WeekSet, WeekTextError, parse_weeks

WEEKDAYS = "一二三四五六日"
MOST_PERIODS = 20
# Full-width forms of what stands for data become ASCII one for one.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NUMBERS = re.compile(r"[0-9]{1,3}")
_DASH = re.compile(r"[-–—~至]")


def half_width(text: str) -> str:
    return text.translate(_HALF_WIDTH)


def read_weekday(text: str, *, whole: str) -> int:
    """`1` … `7`, or a name that ends in 一 … 日 (星期一, 周日, 星期天)."""
    plain = half_width(text).strip()
    if plain and plain[-1] in "天七":
        return 7
    if plain and plain[-1] in WEEKDAYS and plain[:-1] in ("", "周", "星期", "礼拜"):
        return WEEKDAYS.index(plain[-1]) + 1
    if plain in ("1", "2", "3", "4", "5", "6", "7"):
        return int(plain)
    raise FormatError(FormatReason.NO_WEEKDAY, whole, text)


def read_periods(text: str, *, whole: str) -> tuple[int, int]:
    """First and last period of `1-2`, `8,9`, `3`, `第5-8节` or `1-4,5`: a run without a gap."""
    plain = half_width(text).strip().removeprefix("第").removesuffix("节").strip()
    taken: set[int] = set()
    for part in re.split(r"[,、]", plain):
        ends = _DASH.split(part.strip())
        if not 1 <= len(ends) <= 2 or not all(_NUMBERS.fullmatch(end.strip()) for end in ends):
            raise FormatError(FormatReason.NO_PERIODS, whole, text)
        first, last = int(ends[0]), int(ends[-1])
        if last < first:
            raise FormatError(FormatReason.PERIODS_BACKWARDS, whole, part.strip())
        if not 1 <= first <= last <= MOST_PERIODS:
            raise FormatError(FormatReason.PERIOD_OUT_OF_DAY, whole, part.strip())
        taken |= set(range(first, last + 1))
    if len(taken) != max(taken) - min(taken) + 1:
        raise FormatError(FormatReason.NOT_ONE_RUN, whole, text)
    return min(taken), max(taken)


def read_weeks(text: str, *, last_week: int, whole: str) -> WeekSet:
    try:
        return parse_weeks(text, last_week=last_week)
    except WeekTextError as error:
        raise FormatError(FormatReason.WEEKS, whole, error.fragment or text, error) from error
