"""Credited hours that were recorded wrongly."""

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from courses.training.domain.refusal import TrainingRefused
from courses.training.models import Completion

logger = logging.getLogger("qihang.audit")
# As long as the history keeps it.
LONGEST_REASON = 100


@dataclass(frozen=True)
class Correction:
    at: datetime.datetime
    by: Any
    before: Decimal
    after: Decimal
    reason: str


@transaction.atomic
def correct_completion(
    completion: Completion, *, hours: Decimal, reason: str, by: Any
) -> Completion:
    """Other credited hours than were recorded; the history keeps what stood there. Raises
    TrainingRefused: no reason, more than the programme has, the same as before, one's own."""
    locked: Completion = (
        Completion.objects.select_for_update(of=("self",))
        .select_related("session__programme", "staff")
        .get(pk=completion.pk)
    )
    if by is not None and locked.staff.user_id == by.pk:
        raise TrainingRefused(_("Nobody corrects their own hours."))
    if not reason.strip():
        raise TrainingRefused(_("Say in a sentence why it is corrected."), field="reason")
    if not 0 < hours <= locked.session.programme.hours:
        raise TrainingRefused(
            _("More than 0 and at most %(hours)s hours can be credited.")
            % {"hours": locked.session.programme.hours},
            field="hours",
        )
    if hours == locked.hours:
        raise TrainingRefused(_("These hours are credited already."), field="hours")
    before, locked.hours = locked.hours, hours
    setattr(locked, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    setattr(locked, "_change_reason", reason.strip()[:LONGEST_REASON])  # noqa: B010 — nor this
    locked.save(update_fields=["hours"])
    logger.info(
        "completion %s corrected from %s to %s hours by %s",
        locked.pk,
        before,
        hours,
        by and by.pk,
    )
    return locked


def corrections_of(completion: Completion) -> list[Correction]:
    """The newest first. One query."""
    rows: Sequence[Any] = completion.history.select_related("history_user").order_by("history_id")
    found = [
        Correction(
            new.history_date,
            new.history_user,
            old.hours,
            new.hours,
            new.history_change_reason or "",
        )
        for old, new in pairwise(rows)
        if old.hours != new.hours
    ]
    return found[::-1]
