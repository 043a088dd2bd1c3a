"""Giving money to trainings."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.training.domain.holding import hold_for_moves, hold_sessions
from courses.training.domain.refusal import TrainingRefused
from courses.training.domain.spending import spent_of, yuan
from courses.training.domain.waiting_list import move_waiting_list
from courses.training.enums import TO_COME, NominationState
from courses.training.models import TrainingBudget, TrainingSession

LONGEST_YEARS = 10


@dataclass(frozen=True)
class BudgetSaid:
    """What an owner says of a budget; the years never change afterwards."""

    first_year: int
    last_year: int
    amount: Decimal
    fare: int = 0
    source: str = ""


@transaction.atomic
def add_budget(
    said: BudgetSaid,
    *,
    institution: Institution | None,
    province: str,
    by: Any,
) -> TrainingBudget:
    """Of an institution, or of a province (`province` then its code). Seats that people have by now
    count. Raises TrainingRefused: there is one for these years, or they cost more."""
    if not said.first_year <= said.last_year < said.first_year + LONGEST_YEARS:
        raise TrainingRefused(
            _("A budget is for one to ten years, the first year first."), field="last_year"
        )
    budget = TrainingBudget(
        institution=institution,
        province="" if institution else province,
        first_year=said.first_year,
        last_year=said.last_year,
    )
    try:
        with transaction.atomic():
            _write(budget, said, by=by)
    except IntegrityError as error:
        raise TrainingRefused(
            _("There is a budget for %(years)s already. Change that one.")
            % {"years": budget.years_said},
            field="first_year",
        ) from error
    _require_enough(budget)
    return budget


@transaction.atomic
def change_budget(
    budget: TrainingBudget, said: BudgetSaid, *, by: Any, now: datetime.datetime | None = None
) -> TrainingBudget:
    """Another amount, fare or source; the waiting lists move into what became possible. Raises
    TrainingRefused: the seats that people have cost more."""
    sessions = _hold_waiting(budget)
    locked: TrainingBudget = TrainingBudget.objects.select_for_update(no_key=True).get(pk=budget.pk)
    _write(locked, said, by=by)
    _require_enough(locked)
    _move(sessions, now=now)
    return locked


@transaction.atomic
def remove_budget(budget: TrainingBudget, *, by: Any, now: datetime.datetime | None = None) -> None:
    """Nothing bounds what is spent any more, unless another budget does."""
    sessions = _hold_waiting(budget)
    setattr(budget, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    budget.delete()
    _move(sessions, now=now)


def _write(budget: TrainingBudget, said: BudgetSaid, *, by: Any) -> None:
    if said.amount < 0 or said.fare < 0:
        raise TrainingRefused(_("Money is never less than nothing."), field="amount")
    budget.amount = said.amount
    budget.fare = 0 if budget.is_of_province else said.fare
    budget.source = said.source.strip()[:300]
    setattr(budget, "_history_user", by)  # noqa: B010 — the model doesn't declare it
    budget.save()


def _require_enough(budget: TrainingBudget) -> None:
    spent = spent_of([budget])[budget.pk]
    if spent > budget.amount:
        raise TrainingRefused(
            _("The seats that people have cost %(spent)s yuan already, %(amount)s is too little.")
            % {"spent": yuan(spent), "amount": yuan(budget.amount)},
            field="amount",
        )


def _hold_waiting(budget: TrainingBudget) -> list[TrainingSession]:
    """Locked: sessions of its years in which somebody waits for whom it pays."""
    paid = Q(nominations__institution=budget.institution_id)
    if budget.is_of_province:
        paid = Q(institution=None, province=budget.province)
    rows = TrainingSession.objects.filter(
        paid,
        nominations__state=NominationState.WAITING,
        state__in=TO_COME,
        starts_on__year__range=(budget.first_year, budget.last_year),
    )
    keys = sorted(set(rows.values_list("pk", flat=True)))
    hold_sessions(keys)
    hold_for_moves(keys)
    return list(
        TrainingSession.objects.filter(pk__in=keys)
        .select_related("programme", "institution")
        .order_by("starts_on", "pk")
    )


def _move(sessions: list[TrainingSession], *, now: datetime.datetime | None) -> None:
    for session in sessions:
        move_waiting_list(session, now=now or timezone.now())
