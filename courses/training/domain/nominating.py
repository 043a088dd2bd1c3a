"""Nominating, answering a nomination, and taking it back."""

import datetime
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.training.domain.away import too_many_away
from courses.training.domain.closing import close, saved
from courses.training.domain.eligibility import obstacles
from courses.training.domain.holding import (
    hold_budgets,
    hold_departments,
    hold_for_moves,
    hold_people,
    locked_session,
)
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.rules import nomination_rule_of
from courses.training.domain.seats import Seats
from courses.training.domain.spending import short_of_money
from courses.training.domain.waiting_list import move_waiting_list
from courses.training.enums import (
    OPEN_NOMINATIONS,
    TO_COME,
    ApprovalStep,
    NominationState,
)
from courses.training.models import Nomination, NominationRule, TrainingSession
from courses.training.signals import nomination_approved, nomination_withdrawn

logger = logging.getLogger("qihang.audit")


@transaction.atomic
def nominate(
    session: TrainingSession,
    staff: StaffMember,
    *,
    acting_for: str | None,
    priority: int = 0,
    by: Any,
    now: datetime.datetime | None = None,
) -> Nomination:
    """Propose a person. `acting_for` (an ApprovalStep): whose word it is, and so whose answer it
    needs no more; None: the person's own application, or that of their department.

    Who needs nobody's answer has a seat at once, or is on the waiting list. Sends
    `nomination_approved` for a seat. Raises TrainingRefused.
    """
    now = now or timezone.now()
    locked = locked_session(session)
    # Two sessions of the same days can't both take the person at one moment.
    staff = (
        StaffMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("institution", "department__institution")
        .get(pk=staff.pk)
    )
    today = timezone.localtime(now).date()
    if locked.state not in TO_COME or today >= locked.starts_on:
        raise TrainingRefused(_("The session takes no nominations any more."))
    if acting_for != ApprovalStep.PROVINCE and not locked.takes_nominations_on(today):
        raise TrainingRefused(
            _("Nominations were taken until %(date)s.")
            % {"date": locked.registration_closes_on.isoformat()}
        )
    rule = nomination_rule_of(locked, on=today)
    if against := list(obstacles(staff, locked, rule=rule)):
        raise TrainingRefused(" ".join(against), field="staff")
    nomination = Nomination(
        session=locked,
        staff=staff,
        institution_id=staff.institution_id,
        department_id=staff.department_id,
        priority=priority,
        is_own_application=by is not None and staff.user_id == by.pk and acting_for is None,
        nominated_by=by,
        nominated_at=now,
    )
    step = ApprovalStep.INSTITUTION if acting_for is None else _after(acting_for, locked, rule)
    if step is not None:
        nomination.state, nomination.waits_for = NominationState.NOMINATED, step
        return saved(nomination, by=by)
    return _seat_or_wait(nomination, Seats(locked), rule, now=now, by=by)


@transaction.atomic
def approve(
    nomination: Nomination,
    *,
    acting_for: str,
    by: Any,
    now: datetime.datetime | None = None,
) -> Nomination:
    """Agree to it. The province's answer also stands for an institution's. The last agreement gives
    a seat, or a place on the waiting list. Raises TrainingRefused, also of somebody who could go
    when they were nominated and can't any more."""
    now = now or timezone.now()
    session = locked_session(nomination.session)
    current = _current(nomination)
    if current.state != NominationState.NOMINATED:
        raise TrainingRefused(
            _("This nomination has been decided already: %(state)s.")
            % {"state": current.get_state_display()}
        )
    _require_theirs(current, acting_for)
    _require_other(current, by)
    if session.state not in TO_COME or timezone.localtime(now).date() >= session.starts_on:
        raise TrainingRefused(_("The session takes no nominations any more."))
    rule = nomination_rule_of(session, on=timezone.localtime(now).date())
    hold_people([current.staff_id])
    if against := list(obstacles(current.staff, session, rule=rule, asked=current)):
        raise TrainingRefused(" ".join(against))
    step = _after(acting_for, session, rule)
    if step is not None:
        current.waits_for = step
        current.decided_by, current.decided_at = by, now
        return saved(current, by=by)
    return _seat_or_wait(current, Seats(session), rule, now=now, by=by)


@transaction.atomic
def refuse(
    nomination: Nomination,
    *,
    acting_for: str,
    reason: str,
    by: Any,
    now: datetime.datetime | None = None,
) -> Nomination:
    """Say no to somebody who waits for an answer or for a seat. Raises TrainingRefused: no reason,
    decided already, not theirs to decide."""
    session = locked_session(nomination.session)
    current = _current(nomination)
    if current.state not in (NominationState.NOMINATED, NominationState.WAITING):
        raise TrainingRefused(
            _("This nomination has been decided already: %(state)s.")
            % {"state": current.get_state_display()}
        )
    if current.state == NominationState.NOMINATED:
        _require_theirs(current, acting_for)
    elif acting_for == ApprovalStep.INSTITUTION and session.is_of_province:
        raise TrainingRefused(_("Who is on the list is decided by the province."))
    if not reason.strip():
        raise TrainingRefused(_("Say in a sentence why it is refused."), field="reason")
    return close(current, NominationState.REFUSED, reason=reason, by=by, now=now)


@transaction.atomic
def withdraw(
    nomination: Nomination,
    *,
    reason: str = "",
    by: Any,
    now: datetime.datetime | None = None,
) -> Nomination:
    """Take it back before the session begins. Who has a seat gives a reason once the days are over
    in which none is needed. The waiting list moves in the same transaction.

    Sends `nomination_withdrawn` where there was a seat. Raises TrainingRefused.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    session = locked_session(nomination.session)
    current = _current(nomination)
    if current.state not in OPEN_NOMINATIONS:
        raise TrainingRefused(
            _("This nomination can't be withdrawn any more: %(state)s.")
            % {"state": current.get_state_display()}
        )
    if today >= session.starts_on:
        raise TrainingRefused(
            _("The session has begun. Who isn't there is recorded with the attendance.")
        )
    rule = nomination_rule_of(session, on=today)
    was_seated = current.is_seated
    late = was_seated and today > rule.last_free_day(session.starts_on)
    if late and not reason.strip():
        raise TrainingRefused(
            _("Until %(date)s no reason was needed; now give one.")
            % {"date": rule.last_free_day(session.starts_on).isoformat()},
            field="reason",
        )
    if was_seated:
        hold_for_moves([session.pk], [current.pk])
    current.withdrawn_late = late
    close(current, NominationState.WITHDRAWN, reason=reason, by=by, now=now)
    if was_seated:
        nomination_withdrawn.send(sender=Nomination, nomination=current, by=by)
        move_waiting_list(session, rule=rule, freed_by=current.institution_id, now=now)
    return current


def _after(step: str, session: TrainingSession, rule: NominationRule) -> ApprovalStep | None:
    """Whose answer is needed once `step` has said yes."""
    if step == ApprovalStep.INSTITUTION and session.is_of_province and rule.province_decides:
        return ApprovalStep.PROVINCE
    return None


def _seat_or_wait(
    nomination: Nomination, seats: Seats, rule: NominationRule, *, now: datetime.datetime, by: Any
) -> Nomination:
    nomination.waits_for = ""
    nomination.decided_by, nomination.decided_at = by, now
    hold_departments([nomination.staff.department_id])
    hold_budgets([nomination.institution_id])
    nomination.reason = (
        seats.full(nomination.institution_id, nomination.department_id)
        or too_many_away(nomination.staff, seats.session)
        or short_of_money(seats.session, nomination.institution)
    )
    if nomination.reason:
        nomination.state = NominationState.WAITING
        return saved(nomination, by=by)
    nomination.state = NominationState.APPROVED
    saved(nomination, by=by)
    seats.take(nomination)
    seats.save()
    nomination_approved.send(sender=Nomination, nomination=nomination, by=by)
    return nomination


def _current(nomination: Nomination) -> Nomination:
    """The row as it is now; the session's lock keeps it so."""
    current: Nomination = (
        Nomination.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "staff__institution", "staff__department__institution", "session__programme"
        )
        .get(pk=nomination.pk)
    )
    return current


def _require_theirs(nomination: Nomination, acting_for: str) -> None:
    if nomination.waits_for == ApprovalStep.PROVINCE and acting_for == ApprovalStep.INSTITUTION:
        raise TrainingRefused(_("This nomination waits for the province."))


def _require_other(nomination: Nomination, by: Any) -> None:
    if by is not None and nomination.staff.user_id == by.pk:
        raise TrainingRefused(_("Nobody decides a nomination of their own."))
