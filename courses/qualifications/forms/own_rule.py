"""What every dated rule of one's own says beside its figures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import POSSIBLE, day_input

LAST = ("citation", "quotation", "valid_from")


class OwnRuleForm(forms.Form):
    """A dated rule of one's own: after its fields, by which document and from which day."""

    valid_from_help: Any = ""

    citation = forms.CharField(
        label=pgettext_lazy("source of a rule", "Document"),
        max_length=300,
        help_text=_("Name, number and clause."),
    )
    quotation = forms.CharField(
        label=_("Wording"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("date", "From"), widget=day_input(), validators=POSSIBLE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LAST:
            self.fields[name] = self.fields.pop(name)
        self.fields["valid_from"].help_text = self.valid_from_help
