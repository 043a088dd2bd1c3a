"""A sheet of 正方's cells, new or old, read: each cell becomes rows as a list of weekly times has
them."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from courses.teaching.models import Term
from courses.timetable.domain.format_words import format_sentence
from courses.timetable.formats.errors import FormatError
from courses.timetable.formats.lesson import Lesson
from courses.timetable.formats.reading import WEEKDAYS, read_periods
from courses.timetable.formats.week_dialects import zf_weeks
from courses.timetable.formats.zf_cell import parse_cell
from courses.timetable.formats.zf_old_cell import is_old_cell, parse_old_cell
from courses.timetable.wording import weekday_text
from media.spreadsheets.parsers import lines, text
from media.spreadsheets.rows import Row
from media.spreadsheets.schema import Column, Schema
from media.spreadsheets.table import Table

_DAYS = tuple(f"day-{number}" for number in range(1, 8))
_SCHOOL_DAYS = 5

CELLS = Schema(
    key="periods",
    columns=(
        Column(
            "periods",
            pgettext_lazy("of a meeting", "Periods"),
            ("节次", "节", "时间段"),
            required=False,
            parse=text(required=False),
        ),
        *(
            Column(
                key,
                f"星期{name}",
                (f"星期{name}", f"周{name}"),
                required=number <= _SCHOOL_DAYS,
                parse=lines(required=False),
                lines=True,
            )
            for number, (key, name) in enumerate(zip(_DAYS, WEEKDAYS, strict=True), start=1)
        ),
    ),
)


def lessons_of(table: Table, term: Term) -> Iterator[tuple[Row, str, Row]]:
    """(row of the file, key of the column, a lesson of the cell as a row of a list). What can't be
    read is marked on the file's row. A cell that stands in two rows, as one does that was merged
    over them, is read once."""
    seen: dict[tuple[str, str], list[Lesson]] = {}
    for row in table.rows:
        for weekday, key in enumerate(_DAYS, start=1):
            written = row.values.get(key) or ""
            if not written:
                continue
            try:
                lessons = _lessons(written, weekday, row, term.weeks)
            except FormatError as error:
                if (key, written) not in seen:
                    row.add_problem(key, format_sentence(error))
                seen.setdefault((key, written), [])
                continue
            if _overlap(seen.get((key, written), []), lessons):
                continue
            seen[key, written] = lessons
            for lesson in lessons:
                if lesson.time.weekday != weekday:
                    row.add_problem(
                        key,
                        _("“%(course)s” says %(said)s, but stands under %(column)s.")
                        % {
                            "course": lesson.course,
                            "said": weekday_text(lesson.time.weekday),
                            "column": weekday_text(weekday),
                        },
                    )
                    continue
                yield row, key, _listed(lesson, row)


def _overlap(before: list[Lesson], lessons: list[Lesson]) -> bool:
    """Whether they are those of the row before; a time that only the row says is another one in a
    row further down."""
    return any(
        one.time.first_period <= other.time.last_period
        and other.time.first_period <= one.time.last_period
        for one, other in zip(before, lessons, strict=False)
    )


def _lessons(written: str, weekday: int, row: Row, last_week: int) -> list[Lesson]:
    """Raises FormatError."""
    if is_old_cell(written):
        return parse_old_cell(
            written, last_week=last_week, weekday=weekday, first_period=_first_period(row)
        )
    cell = parse_cell(written.replace("\n", " "), weekday=weekday, last_week=last_week)
    return [
        Lesson(
            cell.course,
            cell.time,
            room=cell.place,
            teacher=cell.teacher,
            teaching_class=cell.teaching_class,
        )
    ]


def _first_period(row: Row) -> int | None:
    """Where the row of the table begins, if it says so."""
    try:
        return read_periods(row.values.get("periods") or "", whole="")[0]
    except FormatError:
        return None


def _listed(lesson: Lesson, row: Row) -> Row:
    values = {
        "code": lesson.teaching_class,
        "course": lesson.course,
        "teacher": lesson.teacher,
        "room": lesson.room,
        "weekday": str(lesson.time.weekday),
        "first": str(lesson.time.first_period),
        "last": str(lesson.time.last_period),
        "weeks": zf_weeks(lesson.time.weeks),
    }
    return Row(row.number, values, {}, row.columns, row.sheet)
