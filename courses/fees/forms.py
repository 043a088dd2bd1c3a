"""Forms of rates and periods."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.fees.domain.fee_rules import PAID_BY_THE_HOUR, titles
from courses.fees.domain.rates import title_code
from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.enums import StaffKind
from courses.qualifications.forms import OwnRuleForm


class FeePeriodForm(forms.Form):
    """From when to when; by default the month before this one. In the address."""

    q = forms.CharField(label=_("Name or staff number"), required=False, max_length=50)
    start = forms.DateField(label=_("First day"), widget=day_input(), validators=POSSIBLE)
    end = forms.DateField(label=_("Last day"), widget=day_input(), validators=POSSIBLE)

    def __init__(self, data: Any, *, searches: bool = True) -> None:
        first, last = month_before(timezone.localdate())
        given = data.copy()
        given.setdefault("start", first.isoformat())
        given.setdefault("end", last.isoformat())
        super().__init__(given)
        if not searches:
            del self.fields["q"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The last day lies before the first."))
        return cleaned


def month_before(day: datetime.date) -> tuple[datetime.date, datetime.date]:
    """First and last day of the calendar month before that of `day`."""
    last = day.replace(day=1) - datetime.timedelta(days=1)
    return last.replace(day=1), last


class FeeRuleForm(OwnRuleForm):
    """Rates by kind of employment and title."""

    round_to = forms.TypedChoiceField(
        label=_("A statement's sum is rounded to"),
        choices=[("0.01", _("0.01 yuan")), ("0.1", _("0.1 yuan")), ("1", _("whole yuan"))],
        coerce=Decimal,
    )

    def __init__(self, *args: Any, rates: list[dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {(line["kind"], line["title"]): line["rate"] for line in rates}
        self._lines: list[tuple[str, str, str]] = []
        names = [(title_code(level), level.name) for level in titles()]
        for kind in PAID_BY_THE_HOUR:
            for title, name in [*names, ("", _("any other title, or none"))]:
                field = f"rate-{kind}-{title or 'other'}"
                self._lines.append((field, kind, title))
                self.fields[field] = forms.DecimalField(
                    label=_("%(kind)s, %(title)s: yuan for a class hour")
                    % {"kind": StaffKind(kind).label, "title": name},
                    required=False,
                    min_value=Decimal("0.01"),
                    max_value=Decimal("99999.99"),
                    max_digits=7,
                    decimal_places=2,
                    initial=known.get((kind, title)),
                )
        # The rates first; the document and the day stay last.
        self.order_fields([line[0] for line in self._lines])

    @property
    def values(self) -> dict[str, Any]:
        """As `add_fee_rule` takes them."""
        rates = [
            {"kind": str(kind), "title": title, "rate": f"{self.cleaned_data[field]:.2f}"}
            for field, kind, title in self._lines
            if self.cleaned_data.get(field) is not None
        ]
        return {"rates": rates, **{name: self.cleaned_data[name] for name in self.base_fields}}
