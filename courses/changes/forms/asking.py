"""What an instructor fills in to ask for a change."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.changes.domain import Proposal
from courses.changes.enums import ChangeKind, ReasonKind
from courses.institutions.models import Institution, StaffMember
from courses.timetable.models import Room


class AskForm(forms.Form):
    """Why; `choice` is one of the offered times, rooms or people, drawn by the template."""

    choice = forms.CharField(required=False, max_length=80)
    until = forms.DateField(required=False, widget=forms.HiddenInput)
    reason_kind = forms.ChoiceField(
        label=pgettext_lazy("change request", "Reason"),
        choices=ReasonKind.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("In words (optional)"), required=False, max_length=300
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        institution: Institution,
        offered: bool,
        needs_words: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if needs_words:
            self.fields["reason"].required = True
            self.fields["reason"].label = _("In words; the instructor reads it")
        self.kind = kind
        self.institution = institution
        self.offered = offered

    def clean_choice(self) -> str:
        chosen: str = self.cleaned_data["choice"]
        if self.offered and not chosen:
            raise forms.ValidationError(_("Choose one of the proposals."))
        return chosen

    def proposal(self) -> Proposal | None:
        """What was chosen; None for something that this institution doesn't have."""
        chosen: str = self.cleaned_data["choice"]
        if self.kind == ChangeKind.CANCEL:
            return Proposal(self.kind)
        if self.kind == ChangeKind.SUBSTITUTE:
            staff = self._found(StaffMember, chosen)
            return Proposal(self.kind, substitute=staff) if staff else None
        if self.kind == ChangeKind.ROOM:
            room = self._found(Room, chosen)
            return Proposal(self.kind, room=room) if room else None
        try:
            day, first, room_id = chosen.split("_")
            date, period = datetime.date.fromisoformat(day), int(first)
        except ValueError:
            return None
        room = self._found(Room, room_id)
        if room is None or not 1 <= period <= 30:
            return None
        return Proposal(self.kind, date=date, first_period=period, room=room)

    def _found(self, model: Any, public_id: str) -> Any:
        try:
            wanted = uuid.UUID(public_id)
        except ValueError:
            return None
        rows = model.objects.filter(institution=self.institution, public_id=wanted)
        return rows.select_related("campus").first() if model is Room else rows.first()
