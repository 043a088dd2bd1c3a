"""The scores of one page of a sheet, typed into a table.

Only cells that the person changed are sent on: `was` carries what the page showed, so two people
who type into different rows, or whose pages are old, don't undo each other's work.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.grading.domain.lines import Line
from assessments.grading.domain.recording import ScoreRow, row_problems
from assessments.grading.domain.score_cells import parse_score
from assessments.grading.domain.score_columns import column_label
from assessments.grading.enums import GradeStatus
from assessments.grading.models import SchemeComponent
from assessments.grading.scales.rounding import plain_number
from media.spreadsheets.errors import ValueRefused

_SEPARATOR = "|"
_LONGEST = 20


@dataclass(slots=True)
class ScoreInput:
    """One input: its name, what it shows, and what is wrong with it."""

    name: str
    code: str
    label: str
    value: str
    error: str = ""


@dataclass(slots=True)
class ScoreLine:
    """A student's row on the page."""

    line: Line
    cells: list[ScoreInput]
    status: ScoreInput
    was_name: str
    was: str
    total: str

    @property
    def status_label(self) -> str:
        """The word to print beside the name; "" for an ordinary line."""
        status = GradeStatus(self.line.entry.status)
        return "" if status == GradeStatus.NORMAL else str(status.label)


@dataclass
class ScorePage:
    """`ScorePage(lines, components)` shows; `read(data)` takes what was sent, ignoring all else."""

    lines: Sequence[Line]
    components: Sequence[SchemeComponent]
    rows: list[ScoreLine] = field(init=False)
    changes: list[ScoreRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rows = [self._row(line) for line in self.lines]

    @property
    def is_valid(self) -> bool:
        return not any(cell.error for row in self.rows for cell in (*row.cells, row.status))

    @property
    def error_count(self) -> int:
        return sum(bool(cell.error) for row in self.rows for cell in (*row.cells, row.status))

    def read(self, data: Mapping[str, str]) -> bool:
        """Fill `changes` from the inputs of this page; whether all of them can be recorded."""
        for row in self.rows:
            if row.line.counts:
                self._read_row(row, data)
        return self.is_valid

    def _row(self, line: Line) -> ScoreLine:
        key = line.entry.public_id.hex
        cells = [
            ScoreInput(
                name=f"{key}-{component.code}",
                code=component.code,
                label=f"{column_label(component)} {line.student.name}",
                value=_shown(line.scores.get(component.code)),
            )
            for component in self.components
        ]
        status = ScoreInput(
            name=f"{key}-status",
            code="",
            label=_("Status of %(name)s") % {"name": line.student.name},
            value=line.entry.status,
        )
        was = _SEPARATOR.join([*(cell.value for cell in cells), status.value])
        return ScoreLine(line, cells, status, f"{key}-was", was, _shown(line.entry.total))

    def _read_row(self, row: ScoreLine, data: Mapping[str, str]) -> None:
        current = row.was.split(_SEPARATOR)
        was = data.get(row.was_name, row.was).split(_SEPARATOR)
        if len(was) != len(current):
            was = current
        scores: dict[str, Decimal | None] = {}
        for index, cell in enumerate(row.cells):
            typed = data.get(cell.name, was[index]).strip()[:_LONGEST]
            if typed == was[index]:
                continue
            stored, cell.value = cell.value, typed
            if was[index] != stored:
                cell.error = _meanwhile(stored)
                continue
            try:
                value = parse_score(typed)
            except ValueRefused as refusal:
                cell.error = str(refusal)
                continue
            if isinstance(value, GradeStatus):
                cell.error = _("Choose “%(word)s” as the status instead.") % {"word": value.label}
                continue
            scores[cell.code] = value
        changed = self._read_status(row, data, was[-1])
        if (scores or changed) and not any(cell.error for cell in (*row.cells, row.status)):
            self._check(row, scores)

    def _read_status(self, row: ScoreLine, data: Mapping[str, str], was: str) -> bool:
        typed = data.get(row.status.name, was)
        if typed == was:
            return False
        if typed not in GradeStatus.values:
            row.status.error = _("Choose one of the statuses.")
            return False
        stored, row.status.value = row.status.value, typed
        if was != stored:
            row.status.error = _meanwhile(str(GradeStatus(stored).label))
        return True

    def _check(self, row: ScoreLine, scores: dict[str, Decimal | None]) -> None:
        wanted = ScoreRow(row.line.student.student_number, scores, GradeStatus(row.status.value))
        problems = row_problems(self.components, wanted, row.line.scores)
        for problem in problems:
            cell = next((cell for cell in row.cells if cell.code == problem.code), row.status)
            cell.error = problem.message
        if not problems:
            self.changes.append(wanted)


def _shown(number: Decimal | None) -> str:
    return "" if number is None else plain_number(number)


def _meanwhile(stored: str) -> str:
    return _("Meanwhile somebody recorded “%(value)s” here. Save again to overwrite it.") % {
        "value": stored or "–"
    }
