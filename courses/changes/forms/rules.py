"""An institution's own rule for changes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.changes.domain.tiers import Tier
from courses.changes.enums import ReasonKind, Step
from courses.qualifications.forms import OwnRuleForm

TIER_ROWS = 4


class TierForm(forms.Form):
    """A row of the table of approvals; an empty row is left out."""

    first = forms.IntegerField(
        label=gettext_lazy("From (periods)"), min_value=1, max_value=999, required=False
    )
    last = forms.IntegerField(
        label=gettext_lazy("To (empty: and more)"), min_value=1, max_value=999, required=False
    )
    steps = forms.ChoiceField(
        label=gettext_lazy("Approved by"),
        required=False,
        choices=[
            ("department", gettext_lazy("Department")),
            ("department,office", gettext_lazy("Department, then teaching office")),
            ("office", gettext_lazy("Teaching office")),
            ("none", gettext_lazy("Nobody: carried out at once")),
        ],
    )

    @property
    def tier(self) -> Tier | None:
        first = self.cleaned_data.get("first")
        if first is None:
            return None
        named = self.cleaned_data["steps"].split(",")
        steps = tuple(step for step in (Step.DEPARTMENT, Step.OFFICE) if step in named)
        return Tier(first, self.cleaned_data.get("last"), tuple(str(step) for step in steps))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("last") and not cleaned.get("first") and "first" not in self.errors:
            self.add_error("first", _("Say from how many periods on."))
        return cleaned


class RuleForm(OwnRuleForm):
    """A rule of the institution for changes; the table of approvals is TIER_ROWS TierForms."""

    valid_from_help = gettext_lazy("Tomorrow at the earliest.")

    private_times = forms.IntegerField(
        label=gettext_lazy("Requests for private reasons, per person and term"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Empty: without limit."),
    )
    private_periods = forms.IntegerField(
        label=gettext_lazy("Periods for private reasons, per person and term"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Empty: without limit."),
    )
    lead_days = forms.IntegerField(
        label=gettext_lazy("Days' notice for one meeting"), min_value=0, max_value=60
    )
    lead_days_long = forms.IntegerField(
        label=gettext_lazy("Days' notice for several meetings"), min_value=0, max_value=60
    )
    holiday_gap_days = forms.IntegerField(
        label=gettext_lazy("No change within so many days of a public holiday"),
        min_value=0,
        max_value=30,
    )
    urgent_reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons without notice"),
        choices=ReasonKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
