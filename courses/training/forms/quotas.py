"""The form of the quotas of a session."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from courses.institutions.models import Department, Institution
from courses.training.domain import QuotaSaid


class QuotaForm(forms.Form):
    """A line of two numbers for each institution, or each department of one; an empty number of
    seats is no quota of its own."""

    def __init__(
        self,
        *args: Any,
        units: Sequence[Institution | Department],
        said: dict[int, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._units = units
        for unit in units:
            quota = said.get(unit.pk)
            for name, value in (("seats", quota and quota.seats), ("min", quota and quota.minimum)):
                self.fields[f"{name}-{unit.public_id}"] = forms.IntegerField(
                    label=unit.name,
                    min_value=0,
                    max_value=5000,
                    required=False,
                    initial=value,
                    widget=forms.NumberInput(
                        attrs={"class": "form-control", "inputmode": "numeric"}
                    ),
                )

    def lines(self) -> Iterable[tuple[Any, forms.BoundField, forms.BoundField]]:
        for unit in self._units:
            yield unit, self[f"seats-{unit.public_id}"], self[f"min-{unit.public_id}"]

    @property
    def quotas(self) -> dict[Any, QuotaSaid]:
        """Of a valid form what differs from what it showed, and what was typed anew."""
        return {
            unit: QuotaSaid(
                self.cleaned_data[f"seats-{unit.public_id}"],
                self.cleaned_data[f"min-{unit.public_id}"] or 0,
            )
            for unit in self._units
            if {f"seats-{unit.public_id}", f"min-{unit.public_id}"} & set(self.changed_data)
        }
