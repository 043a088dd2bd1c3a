"""Filters of the meeting list, and the roll."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import OutlineUnit
from courses.delivery.domain.roll_call import RollCallRow, unrecorded
from courses.delivery.enums import AttendanceStatus
from courses.qualifications.forms import OwnRuleForm
from courses.timetable.enums import MeetingStatus
from courses.timetable.models import Meeting

SHOW = [
    ("due", _("To be recorded")),
    ("held", _("Recorded")),
    ("coming", _("Coming")),
    ("all", _("All")),
]
ORDER = {
    "date": ("starts_at",),
    "-date": ("-starts_at",),
    "class": ("teaching_class__code", "starts_at"),
}


class MeetingFilter(forms.Form):
    """Everything in the address; what it can't read, it ignores."""

    show = forms.ChoiceField(label=_("Show"), choices=SHOW, required=False)
    q = forms.CharField(label=_("Class or instructor"), required=False, max_length=50)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("date", _("Earliest first")),
            ("-date", _("Latest first")),
            ("class", _("By class")),
        ],
    )

    def apply(self, meetings: QuerySet[Meeting], *, today: datetime.date) -> QuerySet[Meeting]:
        self.is_valid()
        chosen = self.cleaned_data.get("show") or "due"
        conditions = {
            "due": unrecorded(today) | Q(status=MeetingStatus.SCHEDULED, date=today),
            "held": Q(status=MeetingStatus.HELD),
            "coming": Q(status=MeetingStatus.SCHEDULED, date__gte=today),
            "all": Q(),
        }
        text = self.cleaned_data.get("q") or ""
        if text:
            meetings = meetings.filter(
                Q(teaching_class__code__icontains=text) | Q(instructor__name__icontains=text)
            )
        order = ORDER[self.cleaned_data.get("order") or "date"]
        return meetings.filter(conditions[chosen]).order_by(*order)


class RollCallForm(forms.Form):
    """One choice per student, present unless said otherwise; plus the unit taught and a note."""

    unit = forms.ModelChoiceField(
        label=_("Unit taught"), queryset=OutlineUnit.objects.none(), required=False
    )
    note = forms.CharField(label=_("Note (homework, events)"), required=False, max_length=300)

    def __init__(
        self, *args: Any, rows: list[RollCallRow], meeting: Meeting, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)
        delivery = getattr(meeting, "delivery", None)
        # A class that moved to another outline keeps the units of what was taught before.
        own = [meeting.unit_id, delivery.unit_id if delivery else None]
        units.queryset = OutlineUnit.objects.filter(
            Q(outline=meeting.teaching_class.outline_id) | Q(pk__in=[pk for pk in own if pk])
        )
        units.initial = delivery.unit_id if delivery else meeting.unit_id
        self.fields["note"].initial = delivery.note if delivery else ""

    @property
    def statuses(self) -> dict[str, str]:
        """What was sent, by the enrolment's public id; what is not on the roll is ignored."""
        sent = {row.public_id: self.data.get(f"s-{row.public_id}", "") for row in self.rows}
        return {public_id: status for public_id, status in sent.items() if status}

    def rows_with_choice(self) -> list[tuple[RollCallRow, str]]:
        """Rows with the choice to show: what was just sent, else what is recorded, else present."""
        return [
            (
                row,
                self.data.get(f"s-{row.public_id}") or row.status or AttendanceStatus.PRESENT.value,
            )
            for row in self.rows
        ]


class OnlineRuleForm(OwnRuleForm):
    """A rule of the institution for online hours."""

    valid_from_help = _(
        "Tomorrow at the earliest. The share and the rounding count for terms that begin from "
        "that day on, the speed from that day."
    )

    percent = forms.IntegerField(
        label=_("Share from which a unit counts as watched wholly (%)"),
        min_value=50,
        max_value=100,
        initial=95,
        help_text=_("Credits, closing words: hardly anybody watches the last seconds."),
    )
    step_hours = forms.TypedChoiceField(
        label=_("Hours are rounded down to"),
        choices=[("0.1", _("0.1 hours")), ("0.5", _("0.5 hours")), ("1", _("whole hours"))],
        initial="0.5",
        coerce=Decimal,
    )
    max_rate = forms.TypedChoiceField(
        label=_("Fastest speed that counts"),
        choices=[("2", "2×"), ("1.5", "1.5×"), ("1.25", "1.25×"), ("1", "1×")],
        initial="2",
        coerce=Decimal,
        help_text=_("Players offer no faster one to your students."),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the rule keeps them."""
        kept = dict(self.cleaned_data)
        kept["whole_share"] = Decimal(kept.pop("percent")) / 100
        return kept
