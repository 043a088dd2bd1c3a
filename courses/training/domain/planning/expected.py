"""What a proposal would cost, against what is left of budgets."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from courses.training.domain.spending import charged, spent_of
from courses.training.enums import SEATED, NominationState, SeatChange
from courses.training.models import RotationPlan, TrainingBudget


@dataclass(frozen=True)
class Expected:
    """`left` once seats that the plan gives up have been taken back, `planned` for those that it
    gives."""

    budget: TrainingBudget
    left: Decimal
    planned: Decimal

    @property
    def missing(self) -> Decimal:
        return max(Decimal(0), self.planned - self.left)


def expected_spending(plan: RotationPlan, budgets: Iterable[TrainingBudget]) -> list[Expected]:
    """Of budgets from which the plan takes something, those that don't suffice first. At most six
    queries."""
    budgets = list(budgets)
    given = plan.seats.going().filter(declined_reason="").exclude(nomination__state__in=SEATED)
    dropped = plan.seats.filter(
        change=SeatChange.DROPPED, nomination__state=NominationState.APPROVED
    )
    spent, planned, freed = spent_of(budgets), charged(budgets, given), charged(budgets, dropped)
    lines = [
        Expected(one, one.amount - spent[one.pk] + freed[one.pk], planned[one.pk])
        for one in budgets
        if planned[one.pk]
    ]
    return sorted(lines, key=lambda one: -one.missing)
