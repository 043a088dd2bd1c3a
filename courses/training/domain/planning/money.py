"""What is left of budgets, as the planner knows it: each with its payer and its years."""

import math
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from courses.institutions.models import Institution
from courses.training.domain.planning.due import People
from courses.training.domain.spending import cost_of_seat, spent_of
from courses.training.models import TrainingBudget, TrainingSession
from courses.training.planner import problem as planner


class Home(NamedTuple):
    """Where an institution's people set out from, and what a way to another city counts."""

    name: str
    city: str
    fare: int


@dataclass
class Money:
    """`fares` by institution, only of those with a budget in the years of the plan."""

    budgets: tuple[planner.Budget, ...]
    fares: dict[int, int]

    @classmethod
    def read(
        cls,
        sessions: list[TrainingSession],
        institutions: list[Institution],
        people: People,
    ) -> "Money":
        """At most three queries. Seats that people of the plan have in its sessions are not taken
        off: the planner counts those that it keeps, and may give the others up."""
        years = {one.starts_on.year for one in sessions}
        budgets = list(
            TrainingBudget.objects.filter(
                Q(institution__in=institutions)
                | Q(institution=None, province__in={one.province for one in institutions}),
                first_year__lte=max(years),
                last_year__gte=min(years),
            ).order_by("first_year", "pk")
        )
        spent = spent_of(budgets)
        inside = _Inside(sessions, institutions, people)
        left = {one.pk: one.amount - spent[one.pk] + inside.cost(one) for one in budgets}
        # The dearest way of several budgets: what is planned is never less than what is counted.
        fares: dict[int, int] = defaultdict(int)
        for budget in budgets:
            if budget.institution_id is not None:
                fares[budget.institution_id] = max(fares[budget.institution_id], budget.fare)
        return cls(
            budgets=tuple(
                planner.Budget(
                    money=max(0, math.floor(left[one.pk])),
                    institution=str(one.institution_id) if one.institution_id else None,
                    first_year=one.first_year,
                    last_year=one.last_year,
                )
                for one in budgets
            ),
            fares=dict(fares),
        )

    def home_of(self, institution: Institution, fare: int) -> Home:
        """The planner knows fares by city: with a budget that counts another one than the plan, the
        institution is a place of its own."""
        own = self.fares.get(institution.pk, fare)
        name = institution.city if own == fare else f"{institution.city} {institution.pk}"
        return Home(name, institution.city, own)


class _Inside:
    """Seats that people of the plan have in its sessions."""

    def __init__(
        self, sessions: list[TrainingSession], institutions: list[Institution], people: People
    ) -> None:
        self._sessions = {one.pk: one for one in sessions}
        self._institutions = {one.pk: one for one in institutions}
        self._seats: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for (institution, session), seats in people.inside_of.items():
            self._seats[institution].append((session, seats))

    def cost(self, budget: TrainingBudget) -> Decimal:
        payers = self._institutions if budget.is_of_province else [budget.institution_id]
        return sum(
            (
                seats * cost_of_seat(budget, self._sessions[session], self._institutions[payer])
                for payer in payers
                if payer is not None
                for session, seats in self._seats[payer]
            ),
            Decimal(0),
        )
