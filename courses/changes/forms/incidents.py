"""What happened without approval."""

from django import forms
from django.utils.translation import gettext_lazy

from courses.changes.enums import IncidentKind


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Where nobody taught, the meeting is cancelled and its hours owed."),
    )
    note = forms.CharField(
        label=gettext_lazy("What is known"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
