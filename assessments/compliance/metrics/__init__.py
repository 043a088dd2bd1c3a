"""Strategies that turn a rule's parameters and a date into an answer with evidence."""

from assessments.compliance.metrics import (  # noqa: F401 — registration
    full_time_ratio,
    staff_certificates,
)
from assessments.compliance.metrics.registry import MetricAnswer, metric_of

__all__ = ["MetricAnswer", "metric_of"]
