"""Grades and their changes in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assessments.grading.domain.score_columns import column_label
from assessments.grading.domain.totals import outcome_of
from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradeAmendment, GradeEntry, SchemeComponent
from assessments.grading.scales.rounding import plain_number
from courses.teaching.enums import Outcome


@dataclass(frozen=True, slots=True)
class ShownGrade:
    """`total` is a number or the word that stands in its place; `scores` are (label, number)."""

    total: str
    scores: list[tuple[str, str]]
    outcome: str
    outcome_label: str


def shown_grade(
    entry: GradeEntry, scores: Mapping[str, Decimal], components: Sequence[SchemeComponent]
) -> ShownGrade:
    outcome = outcome_of(entry.sheet.scheme, entry.status, entry.total)
    return ShownGrade(
        total=total_text(entry.status, None if entry.total is None else plain_number(entry.total)),
        scores=[
            (column_label(component), plain_number(scores[component.code]))
            for component in components
            if component.code in scores
        ],
        outcome=outcome,
        outcome_label=str(Outcome(outcome).label),
    )


def total_text(status: str, total: str | None) -> str:
    """84, 缺考, or a dash."""
    if status != GradeStatus.NORMAL:
        return str(GradeStatus(status).label)
    return total or "–"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that an amendment changes."""

    label: str
    old: str
    new: str


def amendment_steps(amendment: GradeAmendment) -> list[Step]:
    """What differs between the old and the new grade, the total last."""
    old, new = amendment.old, amendment.new
    names = _component_names(amendment)
    steps = [
        Step(names.get(code, code), old["scores"].get(code, "–"), new["scores"].get(code, "–"))
        for code in sorted({*old["scores"], *new["scores"]})
        if old["scores"].get(code) != new["scores"].get(code)
    ]
    before, after = (total_text(side["status"], side["total"]) for side in (old, new))
    if before != after:
        steps.append(Step(_("Total"), before, after))
    return steps


def _component_names(amendment: GradeAmendment) -> dict[Any, str]:
    """Codes are what is stored; the scheme's own names are shown."""
    return dict(amendment.new.get("labels", {}))
