"""Correcting what a training brought."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.training.domain import LONGEST_REASON


class CorrectionForm(forms.Form):
    hours = forms.DecimalField(
        label=_("Credited hours"), min_value=Decimal("0.1"), max_digits=5, decimal_places=1
    )
    reason = forms.CharField(
        label=pgettext_lazy("training", "Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].help_text = _("At most %(hours)s, as the programme has.") % {
            "hours": most
        }
