"""Who was there on which day of a session, and what a day is worth."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.training.domain.closing import close
from courses.training.domain.holding import locked_session
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import (
    OPEN_NOMINATIONS,
    SEATED,
    TO_COME,
    NominationState,
    Presence,
    SessionState,
)
from courses.training.models import Nomination, SessionAttendance, TrainingSession

TENTH = Decimal("0.1")
HOURS_OF_A_DAY = 24
# Whose attendance can be recorded; later ones have been assessed by it.
NOT_ASSESSED = frozenset(
    {NominationState.APPROVED, NominationState.ATTENDED, NominationState.NO_SHOW}
)


def hours_of_days(session: TrainingSession) -> dict[datetime.date, Decimal]:
    """The programme's hours over the days of the session, in tenths; the last day has the rest."""
    return _shared_out(session.programme.hours, session.days)


def fit_into(session: TrainingSession, hours: int) -> bool:
    """Whether no day of the session would be worth more hours than a day has."""
    return max(_shared_out(hours, session.days).values()) <= HOURS_OF_A_DAY


def _shared_out(of_all: int, days: list[datetime.date]) -> dict[datetime.date, Decimal]:
    total = Decimal(of_all)
    each = (total / len(days)).quantize(TENTH, rounding=ROUND_DOWN)
    hours = dict.fromkeys(days, each)
    hours[days[-1]] = total - each * (len(days) - 1)
    return hours


@dataclass
class Participant:
    """A line of the roll of a session: `presence` by day, "" where nothing is recorded."""

    nomination: Nomination
    presence: dict[datetime.date, str] = field(default_factory=dict)
    hours: Decimal = Decimal(0)

    @property
    def was_there(self) -> bool:
        return Presence.PRESENT in self.presence.values()


def roll_of(session: TrainingSession) -> list[Participant]:
    """Everybody with a seat, by name. Two queries."""
    days = session.days
    people = (
        Nomination.objects.filter(session=session, state__in=SEATED)
        .with_names()
        .order_by("institution__name", "staff__name", "pk")
    )
    lines = {one.pk: Participant(one, dict.fromkeys(days, "")) for one in people}
    for row in SessionAttendance.objects.filter(nomination__in=lines):
        line = lines[row.nomination_id]
        if row.date in line.presence:
            line.presence[row.date] = row.presence
            line.hours += row.hours
    return list(lines.values())


@transaction.atomic
def record_day(
    session: TrainingSession,
    date: datetime.date,
    present: Mapping[int, bool],
    *,
    by: Any,
    now: datetime.datetime | None = None,
) -> int:
    """Who was there that day, by the nomination's primary key; how many rows changed. Recorded
    again it is corrected, the history keeps what it said. Raises TrainingRefused."""
    now = now or timezone.now()
    locked = locked_session(session)
    hours = hours_of_days(locked)
    if date not in hours:
        raise TrainingRefused(_("The session doesn't take place on that day."))
    if date > timezone.localtime(now).date():
        raise TrainingRefused(_("That day has not come yet."))
    if locked.state not in (*TO_COME, SessionState.HELD):
        raise TrainingRefused(
            _("The session can't be changed any more: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    people = {
        one.pk: one
        for one in Nomination.objects.filter(session=locked, state__in=NOT_ASSESSED).select_related(
            "staff"
        )
    }
    if strangers := set(present) - set(people):
        raise TrainingRefused(
            _("%(count)s of those recorded have no seat, or are assessed already. Load anew.")
            % {"count": len(strangers)}
        )
    rows = {
        row.nomination_id: row
        for row in SessionAttendance.objects.filter(nomination__in=people, date=date)
    }
    changed = 0
    for pk, was_there in present.items():
        row = rows.get(pk) or SessionAttendance(
            nomination=people[pk], institution_id=people[pk].institution_id, date=date
        )
        presence = Presence.PRESENT if was_there else Presence.ABSENT
        if row.pk and row.presence == presence:
            continue
        row.presence, row.hours = presence, hours[date] if was_there else Decimal(0)
        row.recorded_by, row.recorded_at = by, now
        setattr(row, "_history_user", by)  # noqa: B010 — the model doesn't declare it
        row.save()
        changed += 1
    if locked.state == SessionState.HELD:
        _settle_states(locked, by=by, now=now)
    return changed


@transaction.atomic
def hold_session(
    session: TrainingSession, *, by: Any, now: datetime.datetime | None = None
) -> TrainingSession:
    """It is over and recorded: who was there on some day attended, the others did not appear, who
    still waited for a seat or an answer no longer does. Raises TrainingRefused: not over yet, days
    that nobody recorded."""
    now = now or timezone.now()
    locked = locked_session(session)
    if locked.state not in TO_COME:
        raise TrainingRefused(
            _("The session can't be changed any more: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    if locked.ends_on > timezone.localtime(now).date():
        raise TrainingRefused(
            _("The session lasts until %(date)s.") % {"date": locked.ends_on.isoformat()}
        )
    roll = roll_of(locked)
    missing = [
        day.isoformat() for day in locked.days if any(not line.presence[day] for line in roll)
    ]
    if missing:
        raise TrainingRefused(
            _("The attendance is not complete on %(days)s.") % {"days": _(", ").join(missing)}
        )
    locked.state = SessionState.HELD
    setattr(locked, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    locked.save(update_fields=["state"])
    left = Nomination.objects.filter(session=locked, state__in=OPEN_NOMINATIONS).exclude(
        state=NominationState.APPROVED
    )
    for nomination in left:
        reason = _("The session was held without a free seat.")
        close(nomination, NominationState.REFUSED, reason=reason, by=by, now=now)
    _settle_states(locked, by=by, now=now)
    return locked


def _settle_states(session: TrainingSession, *, by: Any, now: datetime.datetime) -> None:
    for line in roll_of(session):
        state = NominationState.ATTENDED if line.was_there else NominationState.NO_SHOW
        if line.nomination.state in NOT_ASSESSED and line.nomination.state != state:
            close(line.nomination, state, reason="", by=by, now=now)
