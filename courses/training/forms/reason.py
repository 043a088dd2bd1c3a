"""A reason that somebody gives."""

from django import forms
from django.utils.translation import pgettext_lazy


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("training", "Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
