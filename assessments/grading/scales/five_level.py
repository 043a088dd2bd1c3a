"""五级制: totals are computed as percentages and shown as one of five words."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from assessments.grading.scales.bands import word_for
from assessments.grading.scales.weighting import WeightedScore, weighted_total

LEVELS = 5


class FiveLevelScale:
    key = "five_level"

    def total(self, scores: Iterable[WeightedScore], *, decimals: int) -> Decimal:
        return weighted_total(scores, decimals=decimals)

    def shown(self, total: Decimal, *, bands: Mapping[str, Decimal]) -> str:
        if len(bands) != LEVELS:
            raise ValueError(f"a five-level scale needs {LEVELS} bands, not {len(bands)}")
        return word_for(total, bands)
