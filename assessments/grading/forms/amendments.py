"""Asking for a change of a locked grade, and deciding on it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.grading.domain.score_columns import column_label
from assessments.grading.enums import GradeStatus
from assessments.grading.models import SchemeComponent


class AmendmentForm(forms.Form):
    """All scores as they are to be, the status, and the reason."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        components: Sequence[SchemeComponent],
        scores: Mapping[str, Decimal],
        status: str,
    ) -> None:
        super().__init__(data)
        self._components = components
        for component in components:
            self.fields[f"score_{component.code}"] = forms.DecimalField(
                label=column_label(component),
                required=False,
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                initial=scores.get(component.code),
            )
        self.fields["status"] = forms.ChoiceField(
            label=_("Status"), choices=GradeStatus.choices, initial=status
        )
        self.fields["reason"] = forms.CharField(
            label=_("Reason"),
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("What was wrong, and which record shows it."),
        )

    def scores(self) -> dict[str, Decimal | None]:
        """By component code; None where the field was left empty."""
        return {c.code: self.cleaned_data[f"score_{c.code}"] for c in self._components}


class DecisionForm(forms.Form):
    """Approve or refuse, with a note."""

    decision = forms.ChoiceField(choices=[("approve", ""), ("refuse", "")])
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    @property
    def approves(self) -> bool:
        return bool(self.cleaned_data["decision"] == "approve")


class ReturnForm(forms.Form):
    """The question with which a sheet goes back."""

    note = forms.CharField(
        label=_("Question to the instructor"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
