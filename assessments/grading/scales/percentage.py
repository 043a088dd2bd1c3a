"""百分制."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from assessments.grading.scales.rounding import plain_number
from assessments.grading.scales.weighting import WeightedScore, weighted_total


class PercentageScale:
    key = "percentage"

    def total(self, scores: Iterable[WeightedScore], *, decimals: int) -> Decimal:
        return weighted_total(scores, decimals=decimals)

    def shown(self, total: Decimal, *, bands: Mapping[str, Decimal]) -> str:
        return plain_number(total)
