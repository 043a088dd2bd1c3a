"""What the audit pages ask."""

import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)


class AuditDateForm(forms.Form):
    """The date as of which things are counted; in the address as ?on=2026-12-31."""

    on = forms.DateField(
        label=_("As of"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(
            format="%Y-%m-%d",
            attrs={"type": "date", "min": EARLIEST.isoformat(), "max": LATEST.isoformat()},
        ),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        error_messages={"invalid": _("Enter a date such as 2026-12-31.")},
    )
