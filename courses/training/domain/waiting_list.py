"""Who gets a seat that falls free. It happens in the transaction in which the seat falls free."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Min
from django.utils import timezone

from courses.training.domain.away import too_many_away
from courses.training.domain.eligibility import obstacles
from courses.training.domain.last_trained import last_trained
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.rules import nomination_rule_of
from courses.training.domain.seats import Seats
from courses.training.domain.spending import short_of_money
from courses.training.enums import TO_COME, NominationState, WaitingOrder
from courses.training.models import Nomination, NominationRule, TrainingSession
from courses.training.signals import nomination_approved


def waiting(session: TrainingSession, *, rule: NominationRule) -> Any:
    """Who waits for a seat, the next one first; each with `last_trained` (None: never)."""
    people = (
        Nomination.objects.filter(session=session, state=NominationState.WAITING)
        .annotate(
            last_trained=last_trained("staff"), employed_from=Min("staff__periods__valid_from")
        )
        .select_related("staff__department__institution", "staff__institution", "institution")
    )
    if rule.waiting_order == WaitingOrder.ASKED_FIRST:
        return people.order_by("-priority", "nominated_at", "pk")
    return people.order_by(
        F("last_trained").asc(nulls_first=True),
        F("employed_from").asc(nulls_last=True),
        "-priority",
        "nominated_at",
        "pk",
    )


def move_waiting_list(
    session: TrainingSession,
    *,
    rule: NominationRule | None = None,
    freed_by: int | None = None,
    now: datetime.datetime | None = None,
) -> list[Nomination]:
    """Give free seats to those who wait, and say whom. Needs the session's lock and, once anything
    but that is held, `hold_for_moves`. `freed_by`: the institution whose seat it was; by the rule
    its people go first. Who can't go any more, or whose meetings can't be covered as planned, is
    passed over and stays on the list with the reason.

    Also writes the counters where nobody waits. After the session has begun nobody moves up.
    Sends `nomination_approved` with `by` None for each.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    seats = Seats(session)
    moved = []
    if session.state in TO_COME and today < session.starts_on:
        rule = rule or nomination_rule_of(session, on=today)
        people = list(waiting(session, rule=rule))
        if rule.seat_stays and freed_by is not None:
            people.sort(key=lambda one: one.institution_id != freed_by)
        for nomination in people:
            if seats.taken >= session.seats:
                break
            if seats.full(nomination.institution_id, nomination.department_id):
                continue
            if too_many_away(nomination.staff, session):
                continue
            if short_of_money(session, nomination.institution):
                continue
            against = " ".join(obstacles(nomination.staff, session, rule=rule, asked=nomination))
            if not against:
                against = _seated(nomination, now=now)
            if against:
                _passed_over(nomination, against)
                continue
            seats.take(nomination)
            moved.append(nomination)
    seats.save()
    return moved


def _seated(nomination: Nomination, *, now: datetime.datetime) -> str:
    """Give the seat; else why whoever heard of it could not follow, and nothing is written."""
    nomination.state, nomination.reason = NominationState.APPROVED, ""
    nomination.decided_by, nomination.decided_at = None, now
    try:
        with transaction.atomic():
            nomination.save(update_fields=["state", "reason", "decided_by", "decided_at"])
            nomination_approved.send(sender=Nomination, nomination=nomination, by=None)
    except TrainingRefused as refusal:
        nomination.refresh_from_db()
        return str(refusal)
    return ""


def _passed_over(nomination: Nomination, why: str) -> None:
    if nomination.reason != why[:300]:
        nomination.reason = why[:300]
        nomination.save(update_fields=["reason"])
