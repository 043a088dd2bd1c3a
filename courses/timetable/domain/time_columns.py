"""The columns of a spreadsheet that say when: weekday, periods and weeks, or a list of times."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.teaching.models import Term
from courses.timetable.domain.format_words import format_sentence
from courses.timetable.formats.errors import FormatError
from courses.timetable.formats.lesson import WeeklyTime
from courses.timetable.formats.reading import read_periods, read_weekday, read_weeks
from courses.timetable.formats.zf_list import parse_times
from media.spreadsheets.parsers import text
from media.spreadsheets.rows import Row
from media.spreadsheets.schema import Column

TIMES = "times"
Value = TypeVar("Value")


def time_columns() -> tuple[Column, ...]:
    """Either 上课时间 as 正方 lists it, or weekday, periods and weeks in columns of their own, the
    periods in one column or in two."""

    def column(key: str, label: object, *synonyms: str) -> Column:
        return Column(key, label, synonyms, required=False, parse=text(required=False))

    return (
        column("weekday", pgettext_lazy("column", "Weekday"), "星期", "星期几", "上课星期", "xqj"),
        column(
            "periods",
            pgettext_lazy("of a meeting", "Periods"),
            *("节次", "节数", "上课节次", "jcs"),
        ),
        column("first", gettext_lazy("First period"), "开始节数", "开始节次", "起始节"),
        column("last", gettext_lazy("Last period"), "结束节数", "结束节次", "终止节"),
        column("weeks", pgettext_lazy("column", "Weeks"), "周数", "周次", "上课周次", "zcd"),
        column(TIMES, gettext_lazy("Times"), "上课时间", "时间", "sksj"),
    )


def times_of(row: Row, term: Term) -> list[WeeklyTime]:
    """The times that a row names. Marks the cell at fault and gives nothing otherwise."""
    values = {key: row.values.get(key) or "" for key in _KEYS}
    if values[TIMES]:
        return _marked(row, TIMES, lambda: parse_times(values[TIMES], last_week=term.weeks)) or []
    if not any(values.values()):
        row.add_problem("weekday", _("A time is missing here."))
        return []
    weekday = _marked(row, "weekday", lambda: read_weekday(values["weekday"], whole=""))
    if values["first"] or values["last"]:
        key, written = "first", f"{values['first']}-{values['last'] or values['first']}"
    else:
        key, written = "periods", values["periods"]
    periods = _marked(row, key, lambda: read_periods(written, whole=""))
    weeks = _marked(
        row, "weeks", lambda: read_weeks(values["weeks"], last_week=term.weeks, whole="")
    )
    if weekday is None or periods is None or weeks is None:
        return []
    return [WeeklyTime(weekday, *periods, weeks)]


_KEYS = ("weekday", "periods", "first", "last", "weeks", TIMES)


def _marked(row: Row, key: str, read: Callable[[], Value]) -> Value | None:
    try:
        return read()
    except FormatError as error:
        row.add_problem(key, format_sentence(error))
        return None


def split_names(written: str) -> Iterable[str]:
    """`植保2401;植保2402`, `植保2401、植保2402` and `植保2401,植保2402` are two names."""
    for separator in ";；,，、":
        written = written.replace(separator, ";")
    return [name for part in written.split(";") if (name := part.strip())]
