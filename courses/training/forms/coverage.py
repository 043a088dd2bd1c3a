"""What coverage is shown of, and by what."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.enums import StaffKind
from courses.institutions.models import Department, Institution

GROUPS = [
    ("department", pgettext_lazy("coverage", "Department")),
    ("kind", pgettext_lazy("coverage", "Kind of staff")),
    ("institution", pgettext_lazy("coverage", "Institution")),
]


class CoverageFilter(forms.Form):
    on = forms.DateField(label=_("As of"), widget=day_input(), validators=POSSIBLE, required=False)
    by = forms.ChoiceField(label=pgettext_lazy("coverage", "By"), choices=GROUPS, required=False)
    institution = forms.ModelChoiceField(
        label=pgettext_lazy("coverage", "Institution"),
        queryset=Institution.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=pgettext_lazy("coverage", "All"),
    )
    department = forms.ModelChoiceField(
        label=pgettext_lazy("coverage", "Department"),
        queryset=Department.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=pgettext_lazy("coverage", "All"),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("coverage", "Kind of staff"),
        choices=[("", pgettext_lazy("coverage", "All")), *StaffKind.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        institutions: QuerySet[Institution],
        departments: QuerySet[Department],
        is_province: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["institution"]).queryset = institutions
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = departments
        del self.fields["department" if is_province else "institution"]
        if not is_province:
            cast(forms.ChoiceField, self.fields["by"]).choices = GROUPS[:2]
        self._default = "institution" if is_province else "department"

    @property
    def values(self) -> dict[str, Any]:
        """Cleaned, today and the first grouping where nothing was said; what can't be read is left
        out."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        return {
            "on": found.get("on") or timezone.localdate(),
            "by": found.get("by") or self._default,
            "institution": found.get("institution"),
            "department": found.get("department"),
            "kind": found.get("kind") or "",
        }
