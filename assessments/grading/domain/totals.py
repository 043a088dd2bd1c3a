"""What scores and a status come to.

What a status does to a grade:

* 缓考: the exam is taken later. No total, outcome deferred (domain of the make-up exam).
* 缺考: sheets write the word where the total would stand; schools differ on whether the exam
  counts as 0. We make up no number: the total stays empty, the outcome is failed.
* 作弊: 教育部令第41号, art. 18 「学生严重违反考核纪律或者作弊的，该课程考核成绩记为无效」: void is
  not 0. The total stays empty, the outcome is failed, the mark stays on the line.
* 免修: no scores, outcome exempt.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.grading.enums import GradeStatus
from assessments.grading.models import GradingScheme, SchemeComponent
from assessments.grading.scales.registry import scale_of
from assessments.grading.scales.rounding import plain_number
from assessments.grading.scales.weighting import WeightedScore
from courses.teaching.enums import Outcome

HIGHEST = Decimal(100)
PLACES = 2

_OUTCOMES = {
    GradeStatus.DEFERRED: Outcome.DEFERRED,
    GradeStatus.ABSENT: Outcome.FAILED,
    GradeStatus.MISCONDUCT: Outcome.FAILED,
    GradeStatus.EXEMPT: Outcome.EXEMPT,
}


def total_of(
    scheme: GradingScheme,
    components: Sequence[SchemeComponent],
    status: str,
    scores: Mapping[str, Decimal],
) -> Decimal | None:
    """The total, None with a status or while a score is missing."""
    if status != GradeStatus.NORMAL or any(c.code not in scores for c in components):
        return None
    weighted = [WeightedScore(scores[c.code], c.weight) for c in components]
    return scale_of(scheme.scale).total(weighted, decimals=scheme.decimals)


def outcome_of(scheme: GradingScheme, status: str, total: Decimal | None) -> Outcome:
    """How the enrolment ends; open while the line is not complete."""
    if status != GradeStatus.NORMAL:
        return _OUTCOMES[GradeStatus(status)]
    if total is None:
        return Outcome.OPEN
    return Outcome.PASSED if total >= scheme.pass_mark else Outcome.FAILED


def score_problem(score: object) -> str:
    """Why a number can't be a score, "" if it can: 0 to 100, at most two decimal places."""
    if isinstance(score, bool) or not isinstance(score, int | Decimal):
        return _("A score is a number.")
    value = Decimal(score)
    if not value.is_finite():
        return _("A score is a number.")
    if not 0 <= value <= HIGHEST:
        return _("%(value)s is not between 0 and 100.") % {"value": plain_number(value)}
    if value != round(value, PLACES):
        return _("%(value)s has more than 2 decimal places.") % {"value": plain_number(value)}
    return ""


def status_problem(
    components: Sequence[SchemeComponent], status: str, scores: Mapping[str, Decimal]
) -> tuple[str, str] | None:
    """(component code, reason) of the first score that the status forbids, or None."""
    if status == GradeStatus.NORMAL:
        return None
    label = GradeStatus(status).label
    for component in components:
        if component.code not in scores:
            continue
        if status == GradeStatus.EXEMPT:
            return component.code, _("A student marked “%(status)s” has no scores.") % {
                "status": label
            }
        if component.is_exam:
            return component.code, _("A student marked “%(status)s” has no exam score.") % {
                "status": label
            }
    return None
