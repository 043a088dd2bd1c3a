"""Forms of plans of rotation training."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.training.domain.planning import Cycle, PlanOptions
from courses.training.domain.refusal import TrainingRefused
from courses.training.enums import SeatChange


class StartPlanForm(forms.Form):
    """What a plan is made for."""

    cycle = forms.CharField(
        label=_("Cycle"), max_length=9, help_text=_("Calendar years, such as 2026-2028.")
    )
    seconds = forms.IntegerField(
        label=pgettext_lazy("rotation plan", "Search time in seconds"),
        min_value=5,
        max_value=600,
        initial=60,
    )
    days_between = forms.IntegerField(
        label=_("Days between two trainings of a person, at least"),
        min_value=0,
        max_value=365,
        initial=14,
    )
    fare = forms.IntegerField(
        label=_("A way between two cities counts, in yuan"),
        min_value=0,
        max_value=5000,
        initial=200,
        help_text=_("There and back; the same for any two cities."),
    )
    most_periods = forms.IntegerField(
        label=_("Periods that a substitute takes over, at most"),
        min_value=1,
        max_value=500,
        required=False,
        help_text=_("Empty: any number."),
    )

    def clean_cycle(self) -> Cycle:
        try:
            return Cycle.read(self.cleaned_data["cycle"])
        except TrainingRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def options(self) -> PlanOptions:
        names = ("seconds", "days_between", "fare", "most_periods")
        return PlanOptions(**{name: self.cleaned_data[name] for name in names})


class PeopleFilterForm(forms.Form):
    """Which people of a plan; choices are given by the view."""

    q = forms.CharField(label=_("Name or number"), required=False)
    institution = forms.ChoiceField(label=_("Institution"), required=False)
    session = forms.ChoiceField(label=_("Session"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    change = forms.ChoiceField(label=_("Against the plan before"), required=False)

    def __init__(
        self,
        *args: Any,
        institutions: list[tuple[str, str]],
        sessions: list[tuple[str, str]],
        departments: list[tuple[str, str]],
        compared: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", pgettext_lazy("filter", "All"))]
        choices: dict[str, list[tuple[str, str]]] = {
            "institution": institutions,
            "session": sessions,
            "department": departments,
            "change": [(one.value, str(one.label)) for one in SeatChange] if compared else [],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*everything, *found]
            if len(found) < 2:
                del self.fields[name]

    @property
    def chosen(self) -> dict[str, str]:
        """Unknown values count as not chosen."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class CommentForm(forms.Form):
    comment = forms.CharField(
        label=pgettext_lazy("rotation plan", "What should be changed?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(label=_("Why another session?"), max_length=300, required=False)
