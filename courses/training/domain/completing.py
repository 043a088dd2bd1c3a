"""What a session brought: completion with credited hours, or not passed."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.training.domain.closing import close
from courses.training.domain.holding import locked_session
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.rules import nomination_rule_of
from courses.training.enums import CompletionResult, NominationState, SessionState
from courses.training.models import (
    Completion,
    Nomination,
    NominationRule,
    SessionAttendance,
    TrainingSession,
)
from courses.training.signals import training_completed

FAILED = "failed"


@transaction.atomic
def assess(
    session: TrainingSession,
    results: Mapping[int, str],
    *,
    by: Any,
    now: datetime.datetime | None = None,
) -> list[Completion]:
    """Results by the nomination's primary key: a CompletionResult, or `FAILED`. Who passed is
    credited the hours that they were there, on the session's last day. All or none.

    Sends `training_completed` for each. Raises TrainingRefused, whose text names who is at fault.
    """
    now = now or timezone.now()
    locked = locked_session(session)
    if locked.state != SessionState.HELD:
        raise TrainingRefused(_("First close the attendance of the session."))
    people = {
        one.pk: one
        for one in Nomination.objects.filter(session=locked, pk__in=results)
        .select_related("staff")
        .order_by("pk")
    }
    hours = attended_hours(locked)
    rule = nomination_rule_of(locked, on=locked.ends_on)
    completions, problems = [], []
    for pk, result in results.items():
        nomination = people.get(pk)
        problem = _problem(nomination, result, hours.get(pk, Decimal(0)), locked, rule, by)
        if problem or nomination is None:
            problems.append(problem)
        elif result == FAILED:
            close(nomination, NominationState.FAILED, reason="", by=by, now=now)
        else:
            close(nomination, NominationState.COMPLETED, reason="", by=by, now=now)
            completions.append(_complete(nomination, result, hours[pk], by=by, now=now))
    if problems:
        raise TrainingRefused(" ".join(problems))
    for completion in completions:
        training_completed.send(sender=Completion, completion=completion, by=by)
    return completions


def attended_hours(session: TrainingSession) -> dict[int, Decimal]:
    """By the nomination's primary key. One query."""
    return dict(
        SessionAttendance.objects.filter(nomination__session=session)
        .order_by()
        .values_list("nomination")
        .annotate(total=Sum("hours"))
    )


def needed_hours(session: TrainingSession, rule: NominationRule) -> Decimal:
    """So many must somebody have been there to complete the session."""
    return (Decimal(session.programme.hours) * rule.attendance_percent / 100).quantize(
        Decimal("0.1")
    )


def _problem(
    nomination: Nomination | None,
    result: str,
    hours: Decimal,
    session: TrainingSession,
    rule: NominationRule,
    by: Any,
) -> str:
    if nomination is None:
        return _("Somebody of those assessed is not in this session. Load anew.")
    name = nomination.staff.name
    if result not in (*CompletionResult.values, FAILED):
        return _("%(name)s: there is no result “%(result)s”.") % {"name": name, "result": result}
    if nomination.state != NominationState.ATTENDED:
        return _("%(name)s can't be assessed: %(state)s.") % {
            "name": name,
            "state": nomination.get_state_display(),
        }
    if by is not None and nomination.staff.user_id == by.pk:
        return _("%(name)s: nobody assesses themselves.") % {"name": name}
    needed = needed_hours(session, rule)
    if result != FAILED and hours < needed:
        return _("%(name)s was there for %(hours)s hours; %(needed)s are needed.") % {
            "name": name,
            "hours": hours,
            "needed": needed,
        }
    return ""


def _complete(
    nomination: Nomination, result: str, hours: Decimal, *, by: Any, now: datetime.datetime
) -> Completion:
    completion = Completion(
        nomination=nomination,
        staff_id=nomination.staff_id,
        institution_id=nomination.institution_id,
        session_id=nomination.session_id,
        hours=hours,
        completed_on=nomination.session.ends_on,
        result=result,
        recorded_by=by,
        recorded_at=now,
    )
    setattr(completion, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    completion.save()
    return completion
