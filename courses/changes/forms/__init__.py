"""What people fill in to ask, to decide, and to set rules."""

import datetime
import uuid
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.changes.domain import Proposal
from courses.changes.domain.tiers import Tier
from courses.changes.enums import (
    ChangeKind,
    GroupAction,
    IncidentKind,
    ReasonKind,
    RequestState,
    Step,
)
from courses.changes.models import ChangeRequest
from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.models import Campus, Institution, StaffMember
from courses.timetable.models import Room

TIER_ROWS = 4


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
        self, *args: Any, kind: str, institution: Institution, offered: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
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


class RequestFilter(forms.Form):
    """Everything in the address; what it can't read, it ignores."""

    state = forms.ChoiceField(
        label=pgettext_lazy("change request", "State"),
        required=False,
        choices=[
            ("mine", gettext_lazy("Waiting for me")),
            *RequestState.choices,
            ("all", pgettext_lazy("change requests", "All")),
        ],
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("change request", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("change requests", "All")), *ChangeKind.choices],
    )
    q = forms.CharField(label=gettext_lazy("Class or person"), required=False, max_length=50)

    def apply(
        self, requests: QuerySet[ChangeRequest], *, steps: tuple[str, ...]
    ) -> QuerySet[ChangeRequest]:
        """`steps`: those that the person may answer."""
        self.is_valid()
        state = self.cleaned_data.get("state") or "mine"
        if state == "mine":
            requests = requests.filter(state=RequestState.WAITING, waits_for__in=steps)
        elif state != "all":
            requests = requests.filter(state=state)
        if kind := self.cleaned_data.get("kind"):
            requests = requests.filter(kind=kind)
        if text := self.cleaned_data.get("q"):
            requests = requests.filter(
                Q(teaching_class__code__icontains=text)
                | Q(staff__name__icontains=text)
                | Q(substitute__name__icontains=text)
            )
        return requests


class NoteForm(forms.Form):
    note = forms.CharField(
        label=pgettext_lazy("change request", "In a sentence"), required=False, max_length=300
    )


class IncidentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"),
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Where nobody taught, the meeting is cancelled and its hours owed."),
    )
    note = forms.CharField(
        label=gettext_lazy("What is known"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GroupForm(forms.Form):
    """A whole day."""

    date = forms.DateField(
        label=pgettext_lazy("group change", "Date"), widget=day_input(), validators=POSSIBLE
    )
    from_period = forms.IntegerField(
        label=pgettext_lazy("group change", "From period"), min_value=1, max_value=30, initial=1
    )
    campus = forms.ModelChoiceField(
        label=pgettext_lazy("group change", "Campus"),
        queryset=Campus.objects.none(),
        required=False,
        empty_label=gettext_lazy("All campuses"),
        to_field_name="public_id",
    )
    action = forms.ChoiceField(
        label=gettext_lazy("What is done"),
        choices=GroupAction.choices,
        initial=GroupAction.MOVE,
        widget=forms.RadioSelect,
    )
    target = forms.DateField(
        label=gettext_lazy("New date"),
        widget=day_input(),
        validators=POSSIBLE,
        required=False,
        help_text=gettext_lazy("Needed to move them; periods and rooms stay."),
    )
    cancel_rest = forms.BooleanField(
        label=gettext_lazy("Cancel those that can't move"),
        required=False,
        help_text=gettext_lazy("Otherwise nothing moves as long as one of them can't."),
    )
    reason = forms.CharField(label=pgettext_lazy("change request", "Reason"), max_length=300)

    def __init__(self, *args: Any, institution: Institution, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campus = self.fields["campus"]
        assert isinstance(campus, forms.ModelChoiceField)
        campus.queryset = Campus.objects.filter(institution=institution).order_by("name")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("action") == GroupAction.MOVE and "target" in cleaned:
            if not cleaned["target"]:
                self.add_error("target", _("Say to which date the meetings move."))
        elif cleaned.get("action") == GroupAction.CANCEL:
            cleaned["target"] = None
        return cleaned


class TierForm(forms.Form):
    """A row of the table of approvals; an empty row is left out."""

    first = forms.IntegerField(
        label=gettext_lazy("From (periods)"), min_value=1, max_value=999, required=False
    )
    last = forms.IntegerField(
        label=gettext_lazy("To (empty: and more)"), min_value=1, max_value=999, required=False
    )
    steps = forms.ChoiceField(
        label=gettext_lazy("Approved by"),
        required=False,
        choices=[
            ("department", gettext_lazy("Department")),
            ("department,office", gettext_lazy("Department, then teaching office")),
            ("office", gettext_lazy("Teaching office")),
            ("none", gettext_lazy("Nobody: carried out at once")),
        ],
    )

    @property
    def tier(self) -> Tier | None:
        first = self.cleaned_data.get("first")
        if first is None:
            return None
        named = self.cleaned_data["steps"].split(",")
        steps = tuple(step for step in (Step.DEPARTMENT, Step.OFFICE) if step in named)
        return Tier(first, self.cleaned_data.get("last"), tuple(str(step) for step in steps))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("last") and not cleaned.get("first") and "first" not in self.errors:
            self.add_error("first", _("Say from how many periods on."))
        return cleaned


class RuleForm(forms.Form):
    """A rule of the institution for changes; the table of approvals is TIER_ROWS TierForms."""

    private_times = forms.IntegerField(
        label=gettext_lazy("Requests for private reasons, per person and term"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Empty: without limit."),
    )
    private_periods = forms.IntegerField(
        label=gettext_lazy("Periods for private reasons, per person and term"),
        min_value=0,
        max_value=999,
        required=False,
        help_text=gettext_lazy("Empty: without limit."),
    )
    lead_days = forms.IntegerField(
        label=gettext_lazy("Days' notice for one meeting"), min_value=0, max_value=60
    )
    lead_days_long = forms.IntegerField(
        label=gettext_lazy("Days' notice for several meetings"), min_value=0, max_value=60
    )
    holiday_gap_days = forms.IntegerField(
        label=gettext_lazy("No change within so many days of a public holiday"),
        min_value=0,
        max_value=30,
    )
    urgent_reasons = forms.MultipleChoiceField(
        label=gettext_lazy("Reasons without notice"),
        choices=ReasonKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    citation = forms.CharField(
        label=pgettext_lazy("source of a rule", "Document"),
        max_length=300,
        help_text=gettext_lazy("Name, number and clause."),
    )
    quotation = forms.CharField(
        label=gettext_lazy("Wording"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("date", "From"),
        widget=day_input(),
        validators=POSSIBLE,
        help_text=gettext_lazy("Tomorrow at the earliest."),
    )
