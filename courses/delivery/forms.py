"""Filters of the meeting list, and the roll."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from courses.curriculum.models import OutlineUnit
from courses.delivery.domain.roll_call import RollCallRow, unrecorded
from courses.delivery.enums import AttendanceStatus
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
