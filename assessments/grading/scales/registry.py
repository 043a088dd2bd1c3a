"""Which scale goes by which key."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Protocol

from assessments.grading.scales.five_level import FiveLevelScale
from assessments.grading.scales.pass_fail import PassFailScale
from assessments.grading.scales.percentage import PercentageScale
from assessments.grading.scales.weighting import WeightedScore


class Scale(Protocol):
    """How a total is made, and how it is shown."""

    @property
    def key(self) -> str: ...

    def total(self, scores: Iterable[WeightedScore], *, decimals: int) -> Decimal:
        """A number from 0 to 100, whatever the scale shows."""

    def shown(self, total: Decimal, *, bands: Mapping[str, Decimal]) -> str:
        """What stands on paper. `bands`: word → lowest total that gets it (percentage: none)."""


_scales: dict[str, Scale] = {
    scale.key: scale for scale in (PercentageScale(), FiveLevelScale(), PassFailScale())
}


def scale_of(key: str) -> Scale:
    """The scale of a scheme; KeyError for a key that nobody registered."""
    return _scales[key]


def scale_keys() -> list[str]:
    """All keys, in the order of registration."""
    return list(_scales)
