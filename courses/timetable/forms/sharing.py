"""Forms of shared calendars."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.institutions.models import Institution


class SharedFeedFilter(forms.Form):
    """The filters of the list of shared calendars."""

    q = forms.CharField(label=_("Class or room"), required=False, max_length=60)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("Working addresses")), ("all", _("Revoked ones too"))],
    )


class SharedFeedForm(forms.Form):
    """Which class or room gets a calendar address."""

    of = forms.ModelChoiceField(
        Institution.objects.none(),
        label=_("Calendar of"),
        to_field_name="public_id",
        empty_label=_("Please choose"),
    )
    purpose = forms.CharField(
        label=_("For whom"),
        required=False,
        max_length=100,
        help_text=_("So that you know later which address to revoke."),
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["of"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
