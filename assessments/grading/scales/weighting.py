"""The weighted total of a student's scores."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessments.grading.scales.rounding import EXACT, round_half_up

FULL_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class WeightedScore:
    """A score between 0 and 100, and its weight in percent."""

    score: Decimal
    weight: int


def weighted_total(scores: Iterable[WeightedScore], *, decimals: int) -> Decimal:
    """The sum of score × weight, rounded half up once, at the end.

    Raises ValueError unless the weights add up to 100: a total of a part of the scores is none.
    """
    total, weight = Decimal(0), 0
    for item in scores:
        total = EXACT.add(total, EXACT.multiply(item.score, Decimal(item.weight)))
        weight += item.weight
    if weight != FULL_WEIGHT:
        raise ValueError(f"weights add up to {weight}, not {FULL_WEIGHT}")
    return round_half_up(total.scaleb(-2, context=EXACT), decimals)
