"""The filters of the audit of certifications; all optional, all in the address."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.institutions.days import ONE_DAY, POSSIBLE, day_input
from courses.qualifications.forms import StaffFilterForm


class CertificationFilterForm(StaffFilterForm):
    """Those of the staff list, and as of which day the records are read."""

    known = forms.DateField(
        label=_("As recorded until"),
        required=False,
        widget=day_input(),
        validators=POSSIBLE,
        help_text=_("Leave empty for what is recorded now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["sort"]

    @property
    def known_at(self) -> datetime.datetime | None:
        """The end of the day that was chosen; None: as recorded now."""
        day: datetime.date | None = self.chosen["known"]
        if day is None or day >= timezone.localdate():
            return None
        return timezone.make_aware(datetime.datetime.combine(day + ONE_DAY, datetime.time()))
