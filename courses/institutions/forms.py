"""Forms of people and units."""

from __future__ import annotations

import datetime
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import ONE_DAY, POSSIBLE, day_input
from courses.institutions.domain.roles import people_to_name
from courses.institutions.domain.roster_terms import RosterTerms
from courses.institutions.enums import RoleKind, StaffKind
from courses.institutions.models import Department, Institution, StaffContract
from media.imports.forms import SpreadsheetUploadForm


class RosterUploadForm(SpreadsheetUploadForm):
    """The file, and what it doesn't say."""

    study_years = forms.IntegerField(
        label=_("Length of study, years"),
        min_value=1,
        max_value=8,
        help_text=_("For rows without a length of study (学制) of their own."),
    )
    enrolled_from = forms.DateField(
        label=_("New students count as enrolled from"),
        required=False,
        help_text=_("Leave empty for 1 September of their entry year."),
        widget=day_input(),
    )

    def terms(self) -> RosterTerms:
        """What the form says; only of a valid form."""
        return RosterTerms(self.cleaned_data["study_years"], self.cleaned_data["enrolled_from"])


class PeopleFilter(forms.Form):
    """What a list of students or classes is narrowed to; lives in the address."""

    q = forms.CharField(label=_("Number or name"), required=False, max_length=50)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("All"),
    )
    year = forms.TypedChoiceField(label=_("Entry year"), required=False, coerce=int, empty_value="")

    def __init__(
        self, *args: Any, departments: QuerySet[Department], years: list[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = departments
        # `class` is what the address says, and no name for an attribute.
        self.fields["class"] = forms.UUIDField(required=False, widget=forms.HiddenInput())
        choices = [("", _("All")), *((str(year), str(year)) for year in years)]
        cast(forms.ChoiceField, self.fields["year"]).choices = choices


class GrantRoleForm(forms.Form):
    """A person of this institution and the role to give. `province` is not given here."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        help_text=_("The name the person signs in with."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    kind = forms.ChoiceField(
        label=_("Role"),
        choices=RoleKind.choices_in_institution,
    )
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label="—",
        help_text=_("For coordinators and counsellors."),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.institution = institution
        departments = institution.departments.order_by("name")
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = departments

    def clean_username(self) -> Any:
        """The account. An account of another institution is answered like one that isn't there."""
        person = (
            people_to_name(self.institution).filter(username=self.cleaned_data["username"]).first()
        )
        if person is None:
            raise forms.ValidationError(_("There is no such account in this institution."))
        return person


class EmploymentForm(forms.Form):
    """What a person is employed as, and from which day."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=lambda: [("", _("Choose")), *StaffKind.choices]
    )
    school_level = forms.BooleanField(
        label=_("Works at institution level"),
        required=False,
        initial=True,
        help_text=_("For the institution's own office, not for a department."),
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("date", "From"), widget=day_input(), validators=POSSIBLE
    )


class AccountForm(forms.Form):
    """The account with which a person signs in; it may be none."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        required=False,
        help_text=_("The account the person signs in with. May stay empty; gives no role."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )


class ParticularsForm(forms.Form):
    """What a person is called and where the person belongs, and since when."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=100)
    department = forms.ModelChoiceField(
        label=_("Department"),
        queryset=Department.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label="—",
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("date", "From"),
        widget=day_input(),
        validators=POSSIBLE,
        help_text=_("Today or earlier. Audits of an earlier day show what held then."),
    )

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = institution.departments.order_by("name")
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = departments


class StaffForm(AccountForm, EmploymentForm, ParticularsForm):
    """A new person with the first employment."""

    staff_number = forms.CharField(label=_("Staff number"), max_length=32)
    field_order = (
        "staff_number",
        "name",
        "department",
        "kind",
        "school_level",
        "valid_from",
        "username",
    )


class EmploymentEndForm(forms.Form):
    """People give the last day; `valid_to` is the first day after it, as the domain wants it."""

    last_day = forms.DateField(label=_("Last day"), widget=day_input(), validators=POSSIBLE)

    @property
    def valid_to(self) -> datetime.date:
        """Only of a valid form."""
        last_day: datetime.date = self.cleaned_data["last_day"]
        return last_day + ONE_DAY


class ContractForm(forms.Form):
    """A contract of a member of staff."""

    number = forms.CharField(label=_("Contract number"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=StaffKind.choices)
    starts_on = forms.DateField(label=_("First day"), widget=day_input(), validators=POSSIBLE)
    ends_on = forms.DateField(
        label=_("Last day"),
        widget=day_input(),
        validators=POSSIBLE,
        required=False,
        help_text=_("As the contract says. Leave empty when it has no end."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    @staticmethod
    def initial_of(contract: StaffContract | None) -> dict[str, Any]:
        if contract is None:
            return {"kind": StaffKind.EXTERNAL_EXPERT}
        names = ("number", "kind", "starts_on", "ends_on", "note")
        return {name: getattr(contract, name) for name in names}
