"""The state of a nomination, written down with who said so."""

import datetime
from typing import Any

from django.utils import timezone

from courses.training.models import Nomination


def close(
    nomination: Nomination,
    state: str,
    *,
    reason: str,
    by: Any,
    now: datetime.datetime | None = None,
) -> Nomination:
    """Write the last word down; inside the transaction and lock of the verb that says it."""
    nomination.state, nomination.waits_for = state, ""
    nomination.reason = reason.strip()[:300]
    nomination.decided_by, nomination.decided_at = by, now or timezone.now()
    return saved(nomination, by=by)


def saved(nomination: Nomination, *, by: Any) -> Nomination:
    """The history then says who."""
    setattr(nomination, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    nomination.save()
    return nomination
