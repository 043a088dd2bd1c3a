"""The rows of the map objective × unit × assessment in the editor of a syllabus."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import InlinePanel

# Which rows of the same page a field names, and what they are called by.
NAMED = {"objective_key": ("objectives", "text"), "unit_key": ("units", "title")}


class RowSelect(forms.Select):
    """Offers rows of the same page. The script follows rows as they are added and renamed, and
    gives each new row a key of its own."""

    class Media:
        js = ("cms/syllabus_editor.js",)


class ContributionFormSet(BaseChildFormSet):
    """`page_form`: the form of the syllabus, whose other rows are named here; set by that form."""

    page_form: Any = None

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, (relation, label) in NAMED.items():
            rows = rows_in(self.page_form, relation, label) if self.page_form else []
            choices = [("", "—"), *((key, Truncator(text).chars(60)) for key, text in rows)]
            form.fields[name].widget = RowSelect(
                choices=choices, attrs={"data-rows": relation, "data-label": label}
            )

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        known = {
            name: {key for key, _text in rows_in(self.page_form, relation, label)}
            for name, (relation, label) in NAMED.items()
        }
        for form in self.forms:
            if form in self.deleted_forms:
                continue
            for name, keys in known.items():
                chosen = getattr(form, "cleaned_data", {}).get(name)
                if chosen is not None and str(chosen) not in keys:
                    error = _(
                        "This row is no longer on the page: choose another, or remove the line."
                    )
                    form.add_error(name, ValidationError(error))


def rows_in(page_form: Any, relation: str, label: str) -> list[tuple[str, str]]:
    """(key, label) of the rows as they are being submitted, or as they stand; deleted ones not."""
    formset = page_form.formsets[relation]
    if not formset.is_bound:
        return [(str(row.key), getattr(row, label)) for row in formset.get_queryset()]
    data, prefix = formset.data, formset.prefix
    total = data.get(f"{prefix}-TOTAL_FORMS", "0")
    # As many as the rows' own formset reads.
    numbers = range(min(int(total), formset.absolute_max)) if total.isdecimal() else ()
    return [
        (data[f"{prefix}-{number}-key"], data.get(f"{prefix}-{number}-{label}", ""))
        for number in numbers
        if data.get(f"{prefix}-{number}-key") and not data.get(f"{prefix}-{number}-DELETE")
    ]


class ContributionsPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = ContributionFormSet
        return options
