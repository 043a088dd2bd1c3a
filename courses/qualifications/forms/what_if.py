"""The forecast's choices; all optional, all in the address, so that a supposition can be shared."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.institutions.days import ONE_DAY, POSSIBLE, day_input
from courses.institutions.models import Department, StaffMember
from courses.qualifications.domain.what_if import GainingGroup, WhatIf
from courses.qualifications.forms import level_choices
from courses.qualifications.models import CredentialLevel

MONTHS = (12, 18, 24)


class WhatIfForm(forms.Form):
    """Who leaves, and who gains which level; days default to the forecast's first one."""

    department = forms.ChoiceField(label=_("Department"), required=False)
    months = forms.TypedChoiceField(
        label=_("Months ahead"),
        required=False,
        choices=[(number, str(number)) for number in MONTHS],
        coerce=int,
    )
    leave = forms.MultipleChoiceField(
        label=_("These people leave"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leave_on = forms.DateField(
        label=_("Their last day"), required=False, widget=day_input(), validators=POSSIBLE
    )
    gain = forms.MultipleChoiceField(
        label=_("These people gain a certificate"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    group = forms.ChoiceField(label=_("Or everybody of"), required=False)
    gain_on = forms.DateField(
        label=_("They hold it from"),
        required=False,
        widget=day_input(),
        validators=POSSIBLE,
        help_text=_("Empty: from today, or from the end of the training."),
    )
    level = forms.ModelChoiceField(
        label=_("Certificate and level"), queryset=CredentialLevel.objects.none(), required=False
    )

    def __init__(
        self,
        data: Any,
        *,
        departments: Sequence[Department],
        people: Sequence[StaffMember],
        groups: Sequence[GainingGroup],
    ) -> None:
        super().__init__(data)
        self._people = {str(one.public_id): one.pk for one in people}
        self._groups = {group.key: group for group in groups}
        names = [(str(one.public_id), f"{one.name} {one.staff_number}") for one in people]
        choices: dict[str, list[tuple[str, Any]]] = {
            "department": [("", _("All")), *((str(d.public_id), d.name) for d in departments)],
            "leave": names,
            "gain": names,
            "group": [("", "—"), *((group.key, group.label) for group in groups)],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = offered
        if not groups:
            del self.fields["group"]
        level = self.fields["level"]
        assert isinstance(level, forms.ModelChoiceField)
        level.queryset = CredentialLevel.objects.select_related("credential_type")
        level.widget.choices = [("", _("Choose")), *level_choices()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        gains = cleaned.get("gain") or cleaned.get("group")
        if gains and "level" not in self.errors and not cleaned.get("level"):
            self.add_error("level", _("Say which certificate they gain."))
        return cleaned

    def what_if(self, today: datetime.date) -> WhatIf:
        """Empty when the form isn't valid: a bad address shows the present with the reasons."""
        if not self.is_valid():
            return WhatIf()
        said = self.cleaned_data
        leaves_on = (said["leave_on"] or today) + ONE_DAY
        group = self._groups.get(said.get("group", ""))
        gaining = {}
        if group is not None:
            gaining = dict.fromkeys(group.staff_ids, said["gain_on"] or group.gains_on)
        gaining |= {self._people[key]: said["gain_on"] or today for key in said["gain"]}
        return WhatIf(
            leaving={self._people[key]: leaves_on for key in said["leave"]},
            gaining=gaining,
            level=said["level"],
        )

    @property
    def chosen_months(self) -> int:
        self.is_valid()
        return self.cleaned_data.get("months") or MONTHS[0]

    @property
    def chosen_department(self) -> str:
        self.is_valid()
        return self.cleaned_data.get("department") or ""
