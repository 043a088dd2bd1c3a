"""A sheet of 正方's cells, read: each cell becomes a row as a list of weekly times has it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from courses.teaching.models import Term
from courses.timetable.domain.format_words import format_sentence
from courses.timetable.formats.errors import FormatError
from courses.timetable.formats.reading import WEEKDAYS
from courses.timetable.formats.week_dialects import zf_weeks
from courses.timetable.formats.zf_cell import parse_cell
from media.spreadsheets.parsers import text
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
            gettext_lazy("Periods"),
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
                parse=text(required=False),
            )
            for number, (key, name) in enumerate(zip(_DAYS, WEEKDAYS, strict=True), start=1)
        ),
    ),
)


def lessons_of(table: Table, term: Term) -> Iterator[tuple[Row, str, Row]]:
    """(row of the file, key of the column, the cell as a row of a list). What can't be read is
    marked on the file's row."""
    for row in table.rows:
        for weekday, key in enumerate(_DAYS, start=1):
            written = row.values.get(key) or ""
            if not written:
                continue
            try:
                cell = parse_cell(written, weekday=weekday, last_week=term.weeks)
            except FormatError as error:
                row.add_problem(key, format_sentence(error))
                continue
            values = {
                "code": cell.teaching_class,
                "course": cell.course,
                "teacher": cell.teacher,
                "room": cell.place,
                "weekday": str(weekday),
                "first": str(cell.time.first_period),
                "last": str(cell.time.last_period),
                "weeks": zf_weeks(cell.time.weeks),
            }
            yield row, key, Row(row.number, values, {}, row.columns, row.sheet)
