"""Filters of the list of staff."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import POSSIBLE, day_input
from courses.qualifications.enums import Light


class StaffFilterForm(forms.Form):
    """The filters of the staff list; all optional, all in the address."""

    q = forms.CharField(label=_("Name or staff number"), required=False, max_length=50)
    department = forms.ChoiceField(label=_("Department"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    light = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("All")), *Light.choices]
    )
    on = forms.DateField(
        label=_("On the date"), required=False, widget=day_input(), validators=POSSIBLE
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Urgency")),
            ("name", pgettext_lazy("of a person", "Name")),
            ("number", _("Staff number")),
            ("department", _("Department")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        departments: list[tuple[str, str]],
        kinds: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("department", departments), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen; a value that can't be is left out, so that a bad address still opens."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    @property
    def on_date(self) -> datetime.date:
        return self.chosen["on"] or timezone.localdate()
