"""Budgets as their owner says them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.training.domain import BudgetSaid
from courses.training.domain.planning import PlanOptions
from courses.training.models import TrainingBudget


class BudgetForm(forms.Form):
    """Years only for a new one; ways only of an institution."""

    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(
        label=_("Last year"),
        min_value=2000,
        max_value=2100,
        required=False,
        help_text=_("Empty: one year only."),
    )
    amount = forms.DecimalField(
        label=pgettext_lazy("budget", "Amount, yuan"),
        min_value=Decimal(0),
        max_digits=11,
        decimal_places=2,
    )
    fare = forms.IntegerField(
        label=_("A way between two cities counts, in yuan"),
        min_value=0,
        max_value=20000,
        initial=PlanOptions.fare,
        help_text=_("There and back. 0 if ways aren't paid from this budget."),
    )
    source = forms.CharField(
        label=pgettext_lazy("budget", "Given by"),
        max_length=300,
        required=False,
        help_text=_("Document and number."),
    )

    def __init__(
        self, *args: Any, budget: TrainingBudget | None, of_province: bool, **kwargs: Any
    ) -> None:
        if budget is not None:
            names = ("amount", "fare", "source")
            kwargs["initial"] = {name: getattr(budget, name) for name in names}
        super().__init__(*args, **kwargs)
        self._budget = budget
        if budget is not None:
            del self.fields["first_year"], self.fields["last_year"]
        if of_province:
            del self.fields["fare"]

    @property
    def said(self) -> BudgetSaid:
        data = self.cleaned_data
        if self._budget is not None:
            years = self._budget.first_year, self._budget.last_year
        else:
            years = data["first_year"], data["last_year"] or data["first_year"]
        return BudgetSaid(*years, data["amount"], data.get("fare", 0), data["source"])
