"""Which metric a rule names, and what a metric gives back."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from assessments.compliance.enums import FindingState
from courses.institutions.models import Institution

Figures = Mapping[str, Any]


@dataclass(frozen=True)
class MetricAnswer:
    """What a metric found on a date.

    `figures` is JSON: the numbers counted and, for people, what was recorded of them, so that a
    filed audit reads the same when the records change later. `evidence` holds the primary keys of
    the rows counted, {"staff": […], "students": […], "certificates": […]}.
    """

    state: FindingState
    value: str
    threshold: str
    figures: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, list[int]] = field(default_factory=dict)


class Metric(Protocol):
    """A strategy that rules name by its key."""

    def check(self, parameters: Figures) -> None:
        """Raise ValueError when a rule's parameters can't be used."""

    def measure(
        self, parameters: Figures, institution: Institution, on: datetime.date
    ) -> MetricAnswer:
        """Count; the number of queries doesn't grow with the institution."""

    def explanation(self, figures: Figures) -> Sequence[str]:
        """How it was computed, rounding included, in sentences of the reader's language."""

    def outlook(self, figures: Figures) -> Sequence[str]:
        """What would change the answer, in sentences of the reader's language."""


_registered: dict[str, Metric] = {}
M = TypeVar("M", bound=type)


def metric(key: str) -> Callable[[M], M]:
    """Register a strategy class under the key that rules name."""

    def register(strategy: M) -> M:
        _registered[key] = strategy()
        return strategy

    return register


def metric_of(key: str) -> Metric:
    """The metric of a key; KeyError when nobody registered it."""
    return _registered[key]
