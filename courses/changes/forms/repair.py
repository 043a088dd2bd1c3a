"""What happened: who is away or which room is lost, and for how long."""

import contextlib
import datetime
import uuid
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.changes.domain.repair import Trouble, dates_of_weeks
from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.models import Meeting, Room

LONGEST_REASON = 300


def said_in(query: QueryDict) -> dict[str, Any]:
    """What an address fills in; what makes no sense is left empty."""
    said: dict[str, Any] = {"reason": query.get("reason", "")[:LONGEST_REASON]}
    with contextlib.suppress(ValueError):
        said["staff"] = uuid.UUID(query.get("staff", ""))
    for name in ("first_date", "last_date"):
        with contextlib.suppress(ValueError):
            said[name] = datetime.date.fromisoformat(query.get(name, ""))
    return said


class RepairForm(forms.Form):
    """Either a person or a room; either two dates or two weeks of the term."""

    staff = forms.ModelChoiceField(
        label=gettext_lazy("Who is away"),
        queryset=StaffMember.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=gettext_lazy("Nobody"),
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("Or: which room is lost"),
        queryset=Room.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=pgettext_lazy("room", "None"),
    )
    first_date = forms.DateField(
        label=pgettext_lazy("repair", "First day"),
        widget=day_input(),
        validators=POSSIBLE,
        required=False,
    )
    last_date = forms.DateField(
        label=pgettext_lazy("repair", "Last day"),
        widget=day_input(),
        validators=POSSIBLE,
        required=False,
    )
    first_week = forms.IntegerField(
        label=gettext_lazy("Or: from teaching week"), min_value=1, required=False
    )
    last_week = forms.IntegerField(
        label=gettext_lazy("Until teaching week"), min_value=1, required=False
    )
    reason = forms.CharField(
        label=pgettext_lazy("change request", "Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Only the teaching office sees it."),
    )

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.term = term
        staff, room = self.fields["staff"], self.fields["room"]
        assert isinstance(staff, forms.ModelChoiceField)
        assert isinstance(room, forms.ModelChoiceField)
        meetings = Meeting.objects.filter(term=term).order_by()
        staff.queryset = StaffMember.objects.filter(
            pk__in=meetings.values("instructor"), institution=term.institution_id
        ).order_by("name", "pk")
        room.queryset = (
            Room.objects.filter(pk__in=meetings.values("room"), institution=term.institution_id)
            .select_related("campus")
            .order_by("campus__name", "name")
        )
        for name in ("first_week", "last_week"):
            self.fields[name].widget.attrs["max"] = term.weeks

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if bool(cleaned["staff"]) == bool(cleaned["room"]):
            self.add_error("staff", _("Say either who is away or which room is lost."))
        dates = cleaned["first_date"], cleaned["last_date"]
        weeks = cleaned["first_week"], cleaned["last_week"]
        if any(dates) == any(weeks):
            self.add_error("first_date", _("Say from which day to which, or in which weeks."))
        elif any(weeks):
            self._read_weeks(cleaned, *weeks)
        elif dates[0] is None:
            self.add_error("first_date", _("Say from which day on."))
        else:
            cleaned["last_date"] = dates[1] or dates[0]
        return cleaned

    def _read_weeks(self, cleaned: dict[str, Any], first: int | None, last: int | None) -> None:
        if first is None:
            self.add_error("first_week", _("Say from which week on."))
            return
        last = last or first
        if last > self.term.weeks:
            self.add_error(
                "last_week", _("The term has %(weeks)d weeks.") % {"weeks": self.term.weeks}
            )
            return
        if last < first:
            self.add_error("last_week", _("The last week lies before the first."))
            return
        cleaned["first_date"], cleaned["last_date"] = dates_of_weeks(self.term, first, last)

    @property
    def trouble(self) -> Trouble:
        values = self.cleaned_data
        first: datetime.date = values["first_date"]
        return Trouble(first, values["last_date"], staff=values["staff"], room=values["room"])


class EndForm(forms.Form):
    """Back earlier than expected."""

    last_date = forms.DateField(
        label=gettext_lazy("Last day that is lost"), widget=day_input(), validators=POSSIBLE
    )
