"""The lines of a sheet with everything that stands on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assessments.grading.enums import GradeStatus
from assessments.grading.models import ComponentScore, GradeEntry, GradeSheet, SchemeComponent
from courses.institutions.models import Student


@dataclass(slots=True)
class Line:
    """A student's entry; `scores` by component code, only those that are there."""

    entry: GradeEntry
    student: Student
    scores: dict[str, Decimal]
    component_count: int

    @property
    def counts(self) -> bool:
        """A student who left the class keeps the line and the scores, but gets no grade from it."""
        return self.entry.enrolment.valid_to is None

    @property
    def is_complete(self) -> bool:
        return self.entry.status != GradeStatus.NORMAL or len(self.scores) == self.component_count


def components_of(sheet: GradeSheet) -> list[SchemeComponent]:
    """The columns of the sheet in order."""
    return list(SchemeComponent.objects.filter(scheme=sheet.scheme_id).order_by("position"))


def lines_of(sheet: GradeSheet, *, entries: Any = None) -> list[Line]:
    """All lines by student number, or those of the queryset or page `entries`. Three queries."""
    if entries is None:
        entries = entries_of(sheet)
    found = list(entries)
    codes = {component.pk: component.code for component in components_of(sheet)}
    scores = _scores(sheet, found, codes)
    return [
        Line(entry, entry.enrolment.student, scores.get(entry.pk, {}), len(codes))
        for entry in found
    ]


def lines_by_number(sheet: GradeSheet) -> dict[str, Line]:
    """All lines by student number; of a student who left and came back, the line that counts."""
    lines = sorted(lines_of(sheet), key=lambda line: line.counts)
    return {line.student.student_number: line for line in lines}


def entries_of(sheet: GradeSheet) -> Any:
    """The entries with student and administrative class, by student number."""
    return (
        GradeEntry.objects.filter(sheet=sheet)
        .select_related("enrolment__student__administrative_class")
        .order_by("enrolment__student__student_number")
    )


def _scores(
    sheet: GradeSheet, entries: Sequence[GradeEntry], codes: dict[int, str]
) -> dict[int, dict[str, Decimal]]:
    wanted = {entry.pk for entry in entries}
    found: dict[int, dict[str, Decimal]] = {}
    rows = ComponentScore.objects.filter(entry__sheet=sheet)
    if len(wanted) < 100:
        rows = rows.filter(entry__in=wanted)
    for entry_id, component_id, score in rows.values_list("entry_id", "component_id", "score"):
        if entry_id in wanted:
            found.setdefault(entry_id, {})[codes[component_id]] = score
    return found
