"""Planning a session, moving it, cancelling it."""

import datetime
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.training.domain.attendance import fit_into
from courses.training.domain.closing import close
from courses.training.domain.holding import hold_for_moves, locked_session
from courses.training.domain.moving import require_money, require_possible_days
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.seats import Seats
from courses.training.domain.session_plan import SessionPlan
from courses.training.domain.unseating import unseat
from courses.training.domain.waiting_list import move_waiting_list
from courses.training.enums import (
    OPEN_NOMINATIONS,
    SEATED,
    TO_COME,
    NominationState,
    SessionState,
)
from courses.training.models import Nomination, TrainingProgramme, TrainingSession
from courses.training.signals import nomination_withdrawn, session_cancelled, session_moved


def plan_session(
    programme: TrainingProgramme,
    plan: SessionPlan,
    *,
    institution: Institution | None,
    province: str,
    by: Any,
) -> TrainingSession:
    """A new session, as a draft that nobody else sees. Raises TrainingRefused."""
    if programme.is_retired:
        raise TrainingRefused(_("The programme is retired."), field="programme")
    _check(plan, programme)
    session = TrainingSession(programme=programme, institution=institution, province=province)
    _check_grant(plan, session)
    return _written(session, plan, by=by)


@transaction.atomic
def change_session(
    session: TrainingSession,
    plan: SessionPlan,
    *,
    to_the_list: frozenset[int] = frozenset(),
    by: Any,
    now: datetime.datetime | None = None,
) -> TrainingSession:
    """Say it anew. Other days send `session_moved`; more seats let the waiting list move. Fewer
    seats than people have, or days or a price that don't do for all of them: `to_the_list` names
    the nominations (primary keys) that go back to the waiting list, else it is refused. Raises
    TrainingRefused."""
    now = now or timezone.now()
    locked = locked_session(session)
    _check(plan, locked.programme)
    _check_grant(plan, locked)
    if locked.state in (SessionState.HELD, SessionState.CANCELLED):
        raise TrainingRefused(
            _("The session can't be changed any more: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    before = locked.starts_on, locked.ends_on
    moved = before != (plan.starts_on, plan.ends_on)
    if moved and plan.starts_on <= timezone.localtime(now).date() and locked.state in TO_COME:
        raise TrainingRefused(
            _("A session can't be moved to a day that has come."), field="starts_on"
        )
    if moved and _is_recorded(locked):
        raise TrainingRefused(
            _("Attendance is recorded already, so it has taken place."), field="starts_on"
        )
    dearer = plan.costs_more_than(locked)
    seated = Nomination.objects.filter(session=locked, state__in=SEATED) if moved or dearer else ()
    hold_for_moves([locked.pk], {*to_the_list, *(one.pk for one in seated)})
    seats = Seats(locked)
    if plan.seats < seats.taken - len(to_the_list):
        raise TrainingRefused(
            _(
                "%(taken)s people have a seat. Choose who goes to the waiting list, "
                "or keep at least so many seats."
            )
            % {"taken": seats.taken},
            field="seats",
        )
    reason = _reason_to_wait(fewer=plan.seats < locked.seats, moved=moved)
    unseat(locked, to_the_list, reason=reason, by=by, now=now)
    _written(locked, plan, by=by)
    if moved:
        require_possible_days(locked, before=before[0])
    if dearer:
        require_money(locked, field="price")
    if moved:
        session_moved.send(sender=TrainingSession, session=locked, before=before, by=by)
    move_waiting_list(locked, now=now)
    locked.refresh_from_db()
    return locked


@transaction.atomic
def open_session(
    session: TrainingSession, *, by: Any, now: datetime.datetime | None = None
) -> TrainingSession:
    """Show it and take nominations; also again after it was closed. Raises TrainingRefused."""
    locked = locked_session(session)
    if locked.state not in (SessionState.DRAFT, SessionState.CLOSED):
        raise TrainingRefused(_("Only a draft or a closed session can be opened."))
    if locked.registration_closes_on < timezone.localtime(now or timezone.now()).date():
        raise TrainingRefused(
            _("Nominations would be over already (%(date)s). Set a later last day first.")
            % {"date": locked.registration_closes_on.isoformat()}
        )
    return _in_state(locked, SessionState.OPEN, by=by)


@transaction.atomic
def close_session(session: TrainingSession, *, by: Any) -> TrainingSession:
    """Take no more nominations from institutions; the waiting list still moves. Raises
    TrainingRefused."""
    locked = locked_session(session)
    if locked.state != SessionState.OPEN:
        raise TrainingRefused(_("The session isn't open."))
    return _in_state(locked, SessionState.CLOSED, by=by)


@transaction.atomic
def cancel_session(
    session: TrainingSession, *, reason: str, by: Any, now: datetime.datetime | None = None
) -> int:
    """It won't take place; the number of people whose nomination ends with it. Sends
    `nomination_withdrawn` for each with a seat, then `session_cancelled`. Raises TrainingRefused:
    no reason, held or cancelled already, somebody's attendance is recorded."""
    locked = locked_session(session)
    if locked.state in (SessionState.HELD, SessionState.CANCELLED):
        raise TrainingRefused(
            _("The session can't be changed any more: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    if not reason.strip():
        raise TrainingRefused(_("Say in a sentence why it is cancelled."), field="reason")
    if _is_recorded(locked):
        raise TrainingRefused(_("Attendance is recorded already, so it has taken place."))
    people = list(
        Nomination.objects.filter(session=locked, state__in=OPEN_NOMINATIONS)
        .select_related("staff")
        .order_by("pk")
    )
    hold_for_moves([locked.pk], [one.pk for one in people])
    # First the state: whatever listens to the withdrawals must not seat anybody else.
    _in_state(locked, SessionState.CANCELLED, by=by)
    for nomination in people:
        had_seat = nomination.is_seated
        close(nomination, NominationState.WITHDRAWN, reason=reason, by=by, now=now)
        if had_seat:
            nomination_withdrawn.send(sender=Nomination, nomination=nomination, by=by)
    Seats(locked).save()
    session_cancelled.send(sender=TrainingSession, session=locked, by=by)
    return len(people)


def _reason_to_wait(*, fewer: bool, moved: bool) -> str:
    """What people are told who lost their seat."""
    if fewer:
        return _("The session has fewer seats.")
    return _("The session is on other days.") if moved else _("The session costs more.")


def _is_recorded(session: TrainingSession) -> bool:
    return Nomination.objects.filter(session=session, attendance__isnull=False).exists()


def _check(plan: SessionPlan, programme: TrainingProgramme) -> None:
    if plan.ends_on < plan.starts_on:
        raise TrainingRefused(_("The last day lies before the first."), field="ends_on")
    if (plan.ends_on - plan.starts_on).days > 92:
        raise TrainingRefused(_("A session lasts three months at most."), field="ends_on")
    days = TrainingSession(starts_on=plan.starts_on, ends_on=plan.ends_on)
    if not fit_into(days, programme.hours):
        raise TrainingRefused(
            _("The %(hours)s hours of the programme don't fit into these days.")
            % {"hours": programme.hours},
            field="ends_on",
        )
    if plan.registration_closes_on > plan.starts_on:
        raise TrainingRefused(
            _("Nominations end on the first day at the latest."), field="registration_closes_on"
        )
    if plan.seats < 1:
        raise TrainingRefused(_("A session has one seat at least."), field="seats")
    if plan.minimum > plan.seats:
        raise TrainingRefused(
            _("There are fewer seats than people it is held for."), field="minimum"
        )
    if not plan.is_online and not plan.place.strip():
        raise TrainingRefused(_("Say where it takes place, or that it is online."), field="place")


def _check_grant(plan: SessionPlan, session: TrainingSession) -> None:
    if plan.grant and not session.is_of_province:
        raise TrainingRefused(
            _("The province pays for seats of its own sessions only."), field="grant"
        )


def _written(session: TrainingSession, plan: SessionPlan, *, by: Any) -> TrainingSession:
    for field, value in asdict(plan).items():
        setattr(session, field, value)
    setattr(session, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError as error:
        raise TrainingRefused(
            _("There is a session with the code %(code)s already.") % {"code": plan.code},
            field="code",
        ) from error
    return session


def _in_state(session: TrainingSession, state: SessionState, *, by: Any) -> TrainingSession:
    session.state = state
    setattr(session, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    session.save(update_fields=["state"])
    return session
