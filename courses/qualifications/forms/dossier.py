"""From when to when a dossier goes."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.institutions.days import POSSIBLE, day_input


class DossierPeriodForm(forms.Form):
    """By default the five years until today, as titles are usually reviewed."""

    start = forms.DateField(label=_("First day"), widget=day_input(), validators=POSSIBLE)
    end = forms.DateField(label=_("Last day"), widget=day_input(), validators=POSSIBLE)

    def __init__(self, data: Any) -> None:
        today = timezone.localdate()
        given = data.copy()
        given.setdefault("start", (today - datetime.timedelta(days=5 * 365)).isoformat())
        given.setdefault("end", today.isoformat())
        super().__init__(given)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day lies before the first."))
        return cleaned
