"""正方's list of times: `星期一第1-2节{1-16周};星期四第3-4节{1-15周(单)}`.

The older cell `周二第8,9节{第12-12周|双周}` is the same with other words; both are read by the same
function, and printed each in its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from courses.timetable.formats.errors import FormatError, FormatReason
from courses.timetable.formats.lesson import WeeklyTime
from courses.timetable.formats.reading import (
    WEEKDAYS,
    half_width,
    read_periods,
    read_weekday,
    read_weeks,
)
from courses.timetable.formats.week_dialects import old_zf_weeks, zf_weeks

_TIME = re.compile(
    r"\s*(?P<weekday>(?:星期|周|礼拜)?[一二三四五六日天])\s*"
    r"(?P<periods>第[^{}]*?节)\s*\{(?P<weeks>[^{}]*)\}\s*"
)
A_WEEK = re.compile(r"\|\s*(?P<count>[0-9]{1,2})\s*节/(?P<parity>[单双]?)周")
_NAMED_DAY = re.compile(r"\s*(?P<weekday>(?:星期|周|礼拜)[^第{}\s]*)\s*第")


def parse_times(text: str, *, last_week: int) -> list[WeeklyTime]:
    """The times of a list in their order. Raises FormatError."""
    if not text.strip():
        raise FormatError(FormatReason.EMPTY, text, text)
    return [parse_time(part, last_week=last_week) for part in split_list(text)]


def split_list(text: str) -> list[str]:
    """The parts of a list separated by semicolons; one at the end separates nothing."""
    parts = re.split(r"[;；]", text)
    while len(parts) > 1 and not parts[-1].strip():
        parts.pop()
    return parts


def parse_time(text: str, *, last_week: int) -> WeeklyTime:
    """One time, in the new words or the old ones. Raises FormatError."""
    plain = without_count(half_width(text))
    match = _TIME.fullmatch(plain)
    if match is None:
        if named := _NAMED_DAY.match(plain):
            read_weekday(named["weekday"], whole=text)
        raise FormatError(FormatReason.NO_PERIODS, text, text.strip())
    first, last = read_periods(match["periods"], whole=text)
    return WeeklyTime(
        weekday=read_weekday(match["weekday"], whole=text),
        first_period=first,
        last_period=last,
        weeks=read_weeks(match["weeks"], last_week=last_week, whole=text),
    )


def without_count(plain: str) -> str:
    """`第1-17周|2节/周` without the periods a week, which the time says already; the parity of
    `|2节/单周` stays."""
    return A_WEEK.sub(lambda one: f"|{one['parity']}周" if one["parity"] else "", plain)


def print_times(times: Iterable[WeeklyTime]) -> str:
    return ";".join(
        f"星期{WEEKDAYS[time.weekday - 1]}第{_range(time)}节{{{zf_weeks(time.weeks)}}}"
        for time in times
    )


def print_old_time(time: WeeklyTime) -> str:
    """`周二第8,9节{第12-12周|双周}`: every period is named."""
    periods = ",".join(str(number) for number in range(time.first_period, time.last_period + 1))
    return f"周{WEEKDAYS[time.weekday - 1]}第{periods}节{{{old_zf_weeks(time.weeks)}}}"


def _range(time: WeeklyTime) -> str:
    if time.periods == 1:
        return str(time.first_period)
    return f"{time.first_period}-{time.last_period}"
