"""How many seats of a session are whose."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Department, Institution
from courses.training.domain.holding import hold_for_moves, locked_session
from courses.training.domain.quota_checks import QuotaSaid, Unit, quota_problems
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.seats import Seats
from courses.training.domain.unseating import unseat
from courses.training.domain.waiting_list import move_waiting_list
from courses.training.enums import FIXED
from courses.training.models import SeatQuota, TrainingSession


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
    wanted: dict[Unit, QuotaSaid] = {
        (institution.pk, None): said for institution, said in quotas.items()
    }
    names: dict[Unit, str] = {(one.pk, None): one.name for one in quotas}
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
    wanted: dict[Unit, QuotaSaid] = {
        (institution.pk, department.pk): said for department, said in quotas.items()
    }
    names: dict[Unit, str] = {(institution.pk, one.pk): one.name for one in quotas}
    return _set(session, wanted, names, to_the_list=to_the_list, by=by, now=now)


def _set(
    session: TrainingSession,
    wanted: Mapping[Unit, QuotaSaid],
    names: Mapping[Unit, str],
    *,
    to_the_list: frozenset[int],
    by: Any,
    now: datetime.datetime | None,
) -> int:
    now = now or timezone.now()
    locked = locked_session(session)
    if locked.state in FIXED:
        raise TrainingRefused(
            _("The session can't be changed any more: %(state)s.")
            % {"state": locked.get_state_display()}
        )
    hold_for_moves([locked.pk], to_the_list)
    unseat(locked, to_the_list, reason=_("There are fewer seats."), by=by, now=now)
    seats = Seats(locked)
    if problems := list(quota_problems(seats, wanted, names)):
        raise TrainingRefused(" ".join(one.sentence for one in problems), field="seats")
    changed = _write(locked, seats, wanted, by=by)
    move_waiting_list(locked, now=now)
    return changed


def _write(
    session: TrainingSession,
    seats: Seats,
    wanted: Mapping[Unit, QuotaSaid],
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
