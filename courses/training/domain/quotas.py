"""How many seats of a session are whose."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Department, Institution
from courses.training.domain.holding import hold_for_moves, locked_session
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.seats import Seats
from courses.training.domain.unseating import unseat
from courses.training.domain.waiting_list import move_waiting_list
from courses.training.enums import SessionState
from courses.training.models import SeatQuota, TrainingSession


@dataclass(frozen=True)
class QuotaSaid:
    """What an institution, or a department of it, is given; None: no quota of its own."""

    seats: int | None
    minimum: int = 0


@transaction.atomic
def set_institution_quotas(
    session: TrainingSession,
    quotas: Mapping[Institution, QuotaSaid],
    *,
    to_the_list: frozenset[int] = frozenset(),
    by: Any,
    now: datetime.datetime | None = None,
) -> int:
    """Those of the named institutions; others keep theirs. How many rows changed. The waiting list
    moves into what became free. Below the number of people who have a seat only with
    `to_the_list`, the nominations (primary keys) that go back to the waiting list.

    Raises TrainingRefused, whose text names each institution at fault; nothing is changed then.
    """
    wanted: dict[tuple[int, int | None], QuotaSaid] = {
        (institution.pk, None): said for institution, said in quotas.items()
    }
    names: dict[tuple[int, int | None], str] = {(one.pk, None): one.name for one in quotas}
    return _set(session, wanted, names, to_the_list=to_the_list, by=by, now=now)


@transaction.atomic
def set_department_quotas(
    session: TrainingSession,
    institution: Institution,
    quotas: Mapping[Department, QuotaSaid],
    *,
    to_the_list: frozenset[int] = frozenset(),
    by: Any,
    now: datetime.datetime | None = None,
) -> int:
    """The institution shares its seats out among departments; otherwise as
    `set_institution_quotas`."""
    if any(one.institution_id != institution.pk for one in quotas):
        raise TrainingRefused(_("The department belongs to another institution."))
    wanted: dict[tuple[int, int | None], QuotaSaid] = {
        (institution.pk, department.pk): said for department, said in quotas.items()
    }
    names: dict[tuple[int, int | None], str] = {
        (institution.pk, one.pk): one.name for one in quotas
    }
    return _set(session, wanted, names, to_the_list=to_the_list, by=by, now=now)


def _set(
    session: TrainingSession,
    wanted: Mapping[tuple[int, int | None], QuotaSaid],
    names: Mapping[tuple[int, int | None], str],
    *,
    to_the_list: frozenset[int],
    by: Any,
    now: datetime.datetime | None,
) -> int:
    now = now or timezone.now()
    locked = locked_session(session)
    if locked.state in (SessionState.HELD, SessionState.CANCELLED):
        raise TrainingRefused(
            _("The session can't be changed any more: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    hold_for_moves([locked.pk], to_the_list)
    unseat(locked, to_the_list, reason=_("There are fewer seats."), by=by, now=now)
    seats = Seats(locked)
    if problems := list(_problems(locked, seats, wanted, names)):
        raise TrainingRefused(" ".join(problems), field="seats")
    changed = _write(locked, seats, wanted, by=by)
    move_waiting_list(locked, now=now)
    return changed


def _problems(
    session: TrainingSession,
    seats: Seats,
    wanted: Mapping[tuple[int, int | None], QuotaSaid],
    names: Mapping[tuple[int, int | None], str],
) -> Iterable[str]:
    for (institution, department), said in wanted.items():
        name = names[institution, department]
        taken = seats.taken_by(institution, department)
        if said.seats is None:
            # Without a quota a department shares; an institution has no seats where others have.
            if taken and department is None and _others_have(seats, institution, wanted):
                yield _("%(name)s: %(taken)s people have a seat already.") % {
                    "name": name,
                    "taken": taken,
                }
            continue
        if said.seats < taken:
            yield _("%(name)s: %(taken)s people have a seat already, %(seats)s is too few.") % {
                "name": name,
                "taken": taken,
                "seats": said.seats,
            }
        if said.seats > session.seats:
            yield _("%(name)s: the session has only %(seats)s seats.") % {
                "name": name,
                "seats": session.seats,
            }
        if said.minimum > said.seats:
            yield _("%(name)s: at least %(minimum)s, but at most %(seats)s.") % {
                "name": name,
                "minimum": said.minimum,
                "seats": said.seats,
            }
    yield from _unnamed(session, seats, wanted)


def _others_have(
    seats: Seats, institution: int, wanted: Mapping[tuple[int, int | None], QuotaSaid]
) -> bool:
    return any(one != institution for one in _institutions_with_quota(seats, wanted))


def _institutions_with_quota(
    seats: Seats, wanted: Mapping[tuple[int, int | None], QuotaSaid]
) -> set[int]:
    having = {quota.institution_id for quota in seats.quotas if quota.department_id is None}
    for (institution, department), said in wanted.items():
        if department is None:
            (having.discard if said.seats is None else having.add)(institution)
    return having


def _unnamed(
    session: TrainingSession, seats: Seats, wanted: Mapping[tuple[int, int | None], QuotaSaid]
) -> Iterable[str]:
    """The first quota of a session takes the seats of everybody without one."""
    having = _institutions_with_quota(seats, wanted)
    if not having:
        return
    without = (
        session.nominations.seated()
        .exclude(institution__in=having)
        .exclude(institution__in=[one for one, unit in wanted if unit is None])
        .order_by("institution__name")
        .values_list("institution__name", flat=True)
    )
    for name in dict.fromkeys(without):
        yield _("%(name)s has people with a seat and needs a quota too.") % {"name": name}


def _write(
    session: TrainingSession,
    seats: Seats,
    wanted: Mapping[tuple[int, int | None], QuotaSaid],
    *,
    by: Any,
) -> int:
    rows = {(quota.institution_id, quota.department_id): quota for quota in seats.quotas}
    changed = 0
    for (institution, department), said in wanted.items():
        quota = rows.get((institution, department))
        if said.seats is None:
            if quota is not None:
                _signed(quota, by).delete()
                changed += 1
            continue
        if quota is None:
            quota = SeatQuota(session=session, institution_id=institution, department_id=department)
        elif (quota.seats, quota.minimum) == (said.seats, said.minimum):
            continue
        quota.seats, quota.minimum = said.seats, said.minimum
        quota.seats_taken = seats.taken_by(institution, department)
        _signed(quota, by).save()
        changed += 1
    return changed


def _signed(quota: SeatQuota, by: Any) -> SeatQuota:
    """The history then says who; django-simple-history looks for this attribute."""
    setattr(quota, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    return quota
