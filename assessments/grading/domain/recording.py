"""Writing scores down, many at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.grading.domain.errors import (
    GradingRefused,
    ScoreProblem,
    ScoresRefused,
    require,
)
from assessments.grading.domain.lines import Line, components_of, lines_by_number
from assessments.grading.domain.sheets import locked_sheet
from assessments.grading.domain.totals import score_problem, status_problem, total_of
from assessments.grading.enums import GradeStatus, SheetState
from assessments.grading.models import (
    ComponentScore,
    GradeEntry,
    GradeSheet,
    GradingScheme,
    SchemeComponent,
)
from assessments.grading.rules import may_record

BATCH = 200


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """What is to stand on a student's line.

    `scores`: component code → score, None to empty it; a code left out stays as it is. The status
    is set as given.
    """

    student_number: str
    scores: Mapping[str, Decimal | None] = field(default_factory=dict)
    status: GradeStatus = GradeStatus.NORMAL


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many lines changed, and how many were as given already."""

    changed: int
    unchanged: int


@transaction.atomic
def record_scores(sheet: GradeSheet, *, rows: Iterable[ScoreRow], by: Any) -> Recorded:
    """Write scores and statuses of an open sheet, and the totals that follow. All or nothing.

    The number of queries doesn't grow with the rows, except by batches. `by` None: the command
    line or the demo. Raises ScoresRefused (with every problem), GradingRefused when the sheet is
    not open, PermissionDenied unless the person teaches the class or is the office.
    """
    require(by is None or may_record(by, sheet.teaching_class))
    sheet = locked_sheet(sheet)
    if sheet.state != SheetState.DRAFT:
        raise GradingRefused(
            _("The sheet is not open any more. A locked grade is changed by an amendment.")
        )
    components = components_of(sheet)
    lines = lines_by_number(sheet)
    wanted = list(rows)
    _refuse_problems(wanted, lines, components)
    changes = [
        change for row in wanted if (change := _change(lines[row.student_number], row)) is not None
    ]
    write_changes(changes, scheme=sheet.scheme, components=components)
    return Recorded(changed=len(changes), unchanged=len(wanted) - len(changes))


@dataclass(slots=True)
class LineChange:
    """An entry with all its scores, before and after."""

    entry: GradeEntry
    status: str
    old_scores: Mapping[str, Decimal]
    scores: Mapping[str, Decimal]


def merged(old: Mapping[str, Decimal], new: Mapping[str, Decimal | None]) -> dict[str, Decimal]:
    """The scores that stand after a change in which None empties a score."""
    both = {**old, **new}
    return {code: Decimal(score) for code, score in both.items() if score is not None}


def _change(line: Line, row: ScoreRow) -> LineChange | None:
    scores = merged(line.scores, row.scores)
    if scores == line.scores and row.status == line.entry.status:
        return None
    return LineChange(line.entry, row.status, line.scores, scores)


def _refuse_problems(
    rows: Sequence[ScoreRow], lines: Mapping[str, Line], components: Sequence[SchemeComponent]
) -> None:
    problems: list[ScoreProblem] = []
    seen: set[str] = set()
    for row in rows:
        number = row.student_number
        line = lines.get(number)
        if line is None:
            problems.append(ScoreProblem(number, "", _("The student is not on this sheet.")))
        elif not line.counts:
            problems.append(ScoreProblem(number, "", _("The student has left this class.")))
        elif number in seen:
            problems.append(ScoreProblem(number, "", _("The student is listed twice.")))
        else:
            problems += row_problems(components, row, line.scores)
        seen.add(number)
    if problems:
        first = problems[0]
        raise ScoresRefused(
            _("%(student)s: %(reason)s Nothing was recorded.")
            % {"student": first.student_number, "reason": first.message},
            problems,
        )


def row_problems(
    components: Sequence[SchemeComponent], row: ScoreRow, old: Mapping[str, Decimal]
) -> list[ScoreProblem]:
    """What is wrong with a row, given the scores stored now."""
    known = {component.code for component in components}
    problems = []
    for code, score in row.scores.items():
        if code not in known:
            reason = _("The scheme has no such component.")
        else:
            reason = "" if score is None else score_problem(score)
        if reason:
            problems.append(ScoreProblem(row.student_number, code, reason))
    if problems:
        return problems
    forbidden = status_problem(components, row.status, merged(old, row.scores))
    return [ScoreProblem(row.student_number, *forbidden)] if forbidden else []


def write_changes(
    changes: Sequence[LineChange], *, scheme: GradingScheme, components: Sequence[SchemeComponent]
) -> None:
    """Store the scores, statuses and totals of checked changes."""
    by_code = {component.code: component for component in components}
    written: list[ComponentScore] = []
    emptied: dict[str, list[int]] = {}
    for change in changes:
        entry = change.entry
        for code, score in change.scores.items():
            if change.old_scores.get(code) != score:
                written.append(ComponentScore(entry=entry, component=by_code[code], score=score))
        for code in change.old_scores.keys() - change.scores.keys():
            emptied.setdefault(code, []).append(entry.pk)
        entry.status = change.status
        entry.total = total_of(scheme, components, change.status, change.scores)
    for code, entry_ids in emptied.items():
        ComponentScore.objects.filter(component=by_code[code], entry__in=entry_ids).delete()
    ComponentScore.objects.bulk_create(
        written,
        update_conflicts=True,
        unique_fields=["entry", "component"],
        update_fields=["score"],
    )
    GradeEntry.objects.bulk_update(
        [change.entry for change in changes], ["status", "total"], batch_size=BATCH
    )
