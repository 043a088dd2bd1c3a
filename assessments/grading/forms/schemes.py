"""A new grading scheme."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.grading.domain.schemes import MOST_DECIMALS, ComponentSpec

MOST_COMPONENTS = 4


class SchemeForm(forms.Form):
    """Name, source, validity, and up to four components; one of them may be the exam."""

    name = forms.CharField(label=_("Name of the scheme"), max_length=100)
    citation = forms.CharField(
        label=_("Document and clause"),
        max_length=300,
        help_text=_("Which rule of the institution says so."),
    )
    valid_from = forms.DateField(
        label=_("Holds from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A class takes the scheme that holds on the first Monday of its term."),
    )
    pass_mark = forms.DecimalField(
        label=_("Pass mark"), min_value=0, max_value=100, decimal_places=2, initial=60
    )
    decimals = forms.TypedChoiceField(
        label=_("Decimal places of the total"),
        coerce=int,
        choices=[(n, str(n)) for n in range(MOST_DECIMALS + 1)],
        help_text=_("Rounded half up."),
    )
    exam = forms.TypedChoiceField(
        label=_("Which component is the exam"),
        coerce=int,
        required=False,
        choices=[(0, _("No exam")), *((n, str(n)) for n in range(1, MOST_COMPONENTS + 1))],
        help_text=_("Deferred, absent and misconduct leave its score empty."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, MOST_COMPONENTS + 1):
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("Component %(n)s: name") % {"n": n}, max_length=50, required=n == 1
            )
            self.fields[f"weight_{n}"] = forms.IntegerField(
                label=_("Component %(n)s: weight in percent") % {"n": n},
                min_value=1,
                max_value=100,
                required=n == 1,
            )
        # Asked after the components that it chooses from.
        self.fields["exam"] = self.fields.pop("exam")

    def clean(self) -> dict[str, Any]:
        """A name needs a weight and the reverse; whether they add up is the domain's matter."""
        data = super().clean() or {}
        for n in range(1, MOST_COMPONENTS + 1):
            if bool(data.get(f"name_{n}")) != bool(data.get(f"weight_{n}")) and not (
                self.has_error(f"name_{n}") or self.has_error(f"weight_{n}")
            ):
                self.add_error(f"weight_{n}", _("A component needs a name and a weight."))
        if (exam := data.get("exam")) and not data.get(f"name_{exam}"):
            self.add_error("exam", _("There is no such component."))
        return data

    def components(self) -> list[ComponentSpec]:
        """(code, name, weight, is_exam) of the components filled in."""
        data = self.cleaned_data
        return [
            (f"c{n}", data[f"name_{n}"], data[f"weight_{n}"], data["exam"] == n)
            for n in range(1, MOST_COMPONENTS + 1)
            if data.get(f"name_{n}")
        ]

    def scheme(self) -> dict[str, Any]:
        """The arguments of `create_scheme` beside who does it."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "citation": data["citation"],
            "valid_from": data["valid_from"],
            "pass_mark": Decimal(data["pass_mark"]),
            "decimals": data["decimals"],
            "components": self.components(),
        }
