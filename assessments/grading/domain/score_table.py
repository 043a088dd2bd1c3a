"""A filled-in sheet against the class: which line each row is, and what would stand on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.grading.domain.lines import Line
from assessments.grading.domain.recording import ScoreRow, merged, row_problems
from assessments.grading.domain.score_columns import column_key
from assessments.grading.domain.totals import total_of
from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradeSheet, SchemeComponent
from assessments.grading.scales.rounding import plain_number
from media.spreadsheets.normalising import matching_text
from media.spreadsheets.rows import Row
from media.spreadsheets.table import Table, mark_duplicates


@dataclass(slots=True)
class Matched:
    """A row of the file, its line, and what it asks for."""

    row: Row
    line: Line
    wanted: ScoreRow


@dataclass(slots=True)
class Reading:
    """The good rows in file order, warnings, and the students the file doesn't name."""

    matched: list[Matched] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    absent: list[Line] = field(default_factory=list)


def match_rows(
    table: Table,
    *,
    sheet: GradeSheet,
    lines: dict[str, Line],
    components: Sequence[SchemeComponent],
) -> Reading:
    """Find each row's student; problems are marked on the rows of the table."""
    mark_duplicates(table, "number")
    reading = Reading()
    by_bare_number = {number.lstrip("0"): number for number in lines}
    named: set[str] = set()
    for row in table.rows:
        number = row.values.get("number")
        if number is None:
            continue
        named.add(number)
        line = lines.get(number)
        if line is None:
            row.add_problem("number", _unknown(number, by_bare_number))
            continue
        _check_person(row, line)
        wanted = _wanted(row, number, components)
        if not row.ok or wanted is None:
            continue
        for problem in row_problems(components, wanted, line.scores):
            row.add_problem(f"score:{problem.code}" if problem.code else "remark", problem.message)
        if row.ok:
            reading.matched.append(Matched(row, line, wanted))
            reading.warnings += _warnings(row, line, wanted, sheet, components)
    reading.absent = [line for number, line in lines.items() if number not in named and line.counts]
    return reading


def _unknown(number: str, by_bare_number: dict[str, str]) -> str:
    meant = by_bare_number.get(number.lstrip("0"))
    if meant:
        return _("No such student in this class. Is %(number)s meant? Leading zeros were lost.") % {
            "number": meant
        }
    return _("No student of this class has this number.")


def _check_person(row: Row, line: Line) -> None:
    if not line.counts:
        row.add_problem("number", _("The student has left this class."))
    name = row.values.get("name")
    if name is not None and matching_text(name) != matching_text(line.student.name):
        row.add_problem(
            "name",
            _("%(number)s is %(name)s in this class.")
            % {"number": line.student.student_number, "name": line.student.name},
        )


def _wanted(row: Row, number: str, components: Sequence[SchemeComponent]) -> ScoreRow | None:
    """What the row asks for. A status may stand in any cell, but only one."""
    statuses: dict[GradeStatus, str] = {}
    scores: dict[str, Decimal | None] = {}
    for component in components:
        key = column_key(component)
        value = row.values.get(key)
        if isinstance(value, GradeStatus):
            statuses.setdefault(value, key)
            value = None
        scores[component.code] = value
    for key in ("total", "remark"):
        value = row.values.get(key)
        if isinstance(value, GradeStatus):
            statuses.setdefault(value, key)
    if len(statuses) > 1:
        first, second = list(statuses)[:2]
        row.add_problem(
            statuses[second],
            _("The row says both “%(first)s” and “%(second)s”.")
            % {"first": first.label, "second": second.label},
        )
        return None
    status = next(iter(statuses), GradeStatus.NORMAL)
    if status != GradeStatus.NORMAL:
        # Registers write 0 beside 作弊 or 缺考 where there is no score.
        for component in components:
            if (component.is_exam or status == GradeStatus.EXEMPT) and not scores[component.code]:
                scores[component.code] = None
    return ScoreRow(number, scores, status)


def _warnings(
    row: Row,
    line: Line,
    wanted: ScoreRow,
    sheet: GradeSheet,
    components: Sequence[SchemeComponent],
) -> list[str]:
    found = []
    given: Any = row.values.get("total")
    total = total_of(sheet.scheme, components, wanted.status, merged(line.scores, wanted.scores))
    is_void = wanted.status != GradeStatus.NORMAL and given == 0
    if isinstance(given, Decimal) and given != total and not is_void:
        found.append(
            _("%(cell)s: the file gives %(name)s the total %(given)s; computed it is %(total)s.")
            % {
                "cell": _cell(row, "total"),
                "name": line.student.name,
                "given": plain_number(given),
                "total": plain_number(total) if total is not None else _("not complete"),
            }
        )
    elif isinstance(given, str) and given and not isinstance(given, GradeStatus):
        found.append(
            _("%(cell)s: “%(text)s” is no total and is left out.")
            % {"cell": _cell(row, "total"), "text": given}
        )
    remark = row.values.get("remark")
    if isinstance(remark, str) and remark and not isinstance(remark, GradeStatus):
        found.append(
            _("%(cell)s: the remark “%(text)s” is no status and is not kept.")
            % {"cell": _cell(row, "remark"), "text": remark}
        )
    return found


def _cell(row: Row, key: str) -> str:
    column = next((found for found in row.columns if found.column.key == key), None)
    return f"{column.letter}{row.number}" if column else str(row.number)
