"""What people fill in around rotation training."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.enums import StaffKind
from courses.institutions.models import Department, Institution
from courses.training.domain import QuotaSaid, SessionPlan
from courses.training.enums import ProgrammeKind, SessionState
from courses.training.models import TrainingProgramme, TrainingSession

SHOWN = [
    ("coming", pgettext_lazy("training sessions", "To come")),
    ("past", pgettext_lazy("training sessions", "Over or cancelled")),
    ("all", pgettext_lazy("training sessions", "All")),
]


class SessionFilter(forms.Form):
    """Everything in the address; what it can't read, it ignores."""

    show = forms.ChoiceField(
        label=pgettext_lazy("training sessions", "Which"), choices=SHOWN, required=False
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("training programme", "kind"),
        choices=[("", pgettext_lazy("training sessions", "All")), *ProgrammeKind.choices],
        required=False,
    )
    q = forms.CharField(label=_("Name, code or place"), max_length=50, required=False)

    def apply(self, sessions: QuerySet[TrainingSession]) -> QuerySet[TrainingSession]:
        values = self.cleaned_data if self.is_valid() else {}
        over = Q(state__in=(SessionState.HELD, SessionState.CANCELLED))
        show = values.get("show") or "coming"
        if show != "all":
            sessions = sessions.filter(over) if show == "past" else sessions.exclude(over)
        if kind := values.get("kind"):
            sessions = sessions.filter(programme__kind=kind)
        if text := values.get("q"):
            sessions = sessions.filter(
                Q(programme__name__icontains=text)
                | Q(code__icontains=text)
                | Q(place__icontains=text)
                | Q(host_base__icontains=text)
            )
        if show == "coming":
            return sessions.order_by("starts_on", "code", "pk")
        return sessions.order_by("-starts_on", "code", "pk")


class ProgrammeForm(forms.Form):
    code = forms.CharField(label=_("Code"), max_length=30)
    name = forms.CharField(label=pgettext_lazy("training programme", "Name"), max_length=100)
    kind = forms.ChoiceField(
        label=pgettext_lazy("training programme", "kind"),
        choices=ProgrammeKind.choices,
        help_text=_("Trainings of students, such as 宏志助航, never count as training of staff."),
    )
    hours = forms.IntegerField(label=_("Hours that it credits"), min_value=1, max_value=500)
    staff_kinds = forms.MultipleChoiceField(
        label=_("For these kinds of staff"),
        choices=StaffKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all staff."),
    )
    prerequisite = forms.ModelChoiceField(
        label=_("To be completed before"),
        queryset=TrainingProgramme.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=pgettext_lazy("training programme", "nothing"),
    )
    is_retired = forms.BooleanField(label=_("No new sessions any more"), required=False)

    def __init__(self, *args: Any, programmes: QuerySet[TrainingProgramme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["prerequisite"]).queryset = programmes


class SessionForm(forms.Form):
    """A session as its owner plans it; `programme` only for a new one."""

    programme = forms.ModelChoiceField(
        label=pgettext_lazy("training session", "Programme"),
        queryset=TrainingProgramme.objects.none(),
        to_field_name="public_id",
    )
    code = forms.CharField(
        label=_("Code"), max_length=30, help_text=_("Such as LX2027-1; no other session has it.")
    )
    starts_on = forms.DateField(label=_("First day"), widget=day_input(), validators=POSSIBLE)
    ends_on = forms.DateField(label=_("Last day"), widget=day_input(), validators=POSSIBLE)
    registration_closes_on = forms.DateField(
        label=_("Nominations until"), widget=day_input(), validators=POSSIBLE
    )
    seats = forms.IntegerField(
        label=pgettext_lazy("training session", "Seats"), min_value=1, max_value=5000
    )
    minimum = forms.IntegerField(
        label=_("Held from so many people on"),
        min_value=0,
        max_value=5000,
        required=False,
        help_text=_("Empty: for any number."),
    )
    is_online = forms.BooleanField(label=_("Online"), required=False)
    place = forms.CharField(
        label=pgettext_lazy("training session", "Place"), max_length=200, required=False
    )
    host_base = forms.CharField(label=_("Training base"), max_length=100, required=False)
    region = forms.CharField(
        label=pgettext_lazy("training session", "City"), max_length=50, required=False
    )
    price = forms.DecimalField(
        label=_("Price of a seat, yuan"),
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(
        self, *args: Any, programmes: QuerySet[TrainingProgramme] | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if programmes is None:
            del self.fields["programme"]
        else:
            cast(forms.ModelChoiceField, self.fields["programme"]).queryset = programmes

    @property
    def plan(self) -> SessionPlan:
        values = {name: value for name, value in self.cleaned_data.items() if name != "programme"}
        values["minimum"] = values["minimum"] or 0
        values["price"] = values["price"] or Decimal(0)
        return SessionPlan(**values)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=pgettext_lazy("training", "Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class QuotaForm(forms.Form):
    """A line of two numbers for each institution, or each department of one; an empty number of
    seats is no quota of its own."""

    def __init__(
        self,
        *args: Any,
        units: Sequence[Institution | Department],
        said: dict[int, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._units = units
        for unit in units:
            quota = said.get(unit.pk)
            for name, value in (("seats", quota and quota.seats), ("min", quota and quota.minimum)):
                self.fields[f"{name}-{unit.public_id}"] = forms.IntegerField(
                    label=unit.name,
                    min_value=0,
                    max_value=5000,
                    required=False,
                    initial=value,
                    widget=forms.NumberInput(
                        attrs={"class": "form-control", "inputmode": "numeric"}
                    ),
                )

    def lines(self) -> Iterable[tuple[Any, forms.BoundField, forms.BoundField]]:
        for unit in self._units:
            yield unit, self[f"seats-{unit.public_id}"], self[f"min-{unit.public_id}"]

    @property
    def quotas(self) -> dict[Any, QuotaSaid]:
        """Of a valid form what differs from what it showed, and what was typed anew."""
        return {
            unit: QuotaSaid(
                self.cleaned_data[f"seats-{unit.public_id}"],
                self.cleaned_data[f"min-{unit.public_id}"] or 0,
            )
            for unit in self._units
            if {f"seats-{unit.public_id}", f"min-{unit.public_id}"} & set(self.changed_data)
        }


GROUPS = [
    ("department", pgettext_lazy("coverage", "Department")),
    ("kind", pgettext_lazy("coverage", "Kind of staff")),
    ("institution", pgettext_lazy("coverage", "Institution")),
]


class CoverageFilter(forms.Form):
    on = forms.DateField(label=_("As of"), widget=day_input(), validators=POSSIBLE, required=False)
    by = forms.ChoiceField(label=pgettext_lazy("coverage", "By"), choices=GROUPS, required=False)
    institution = forms.ModelChoiceField(
        label=pgettext_lazy("coverage", "Institution"),
        queryset=Institution.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=pgettext_lazy("coverage", "All"),
    )
    department = forms.ModelChoiceField(
        label=pgettext_lazy("coverage", "Department"),
        queryset=Department.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=pgettext_lazy("coverage", "All"),
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("coverage", "Kind of staff"),
        choices=[("", pgettext_lazy("coverage", "All")), *StaffKind.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        institutions: QuerySet[Institution],
        departments: QuerySet[Department],
        is_province: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["institution"]).queryset = institutions
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = departments
        del self.fields["department" if is_province else "institution"]
        if not is_province:
            cast(forms.ChoiceField, self.fields["by"]).choices = GROUPS[:2]
        self._default = "institution" if is_province else "department"

    @property
    def values(self) -> dict[str, Any]:
        """Cleaned, today and the first grouping where nothing was said; what can't be read is left
        out."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        return {
            "on": found.get("on") or timezone.localdate(),
            "by": found.get("by") or self._default,
            "institution": found.get("institution"),
            "department": found.get("department"),
            "kind": found.get("kind") or "",
        }


def chosen(values: Iterable[str]) -> list[uuid.UUID]:
    """Ids as checkboxes send them; what is none is left out."""
    found = []
    for value in values:
        try:
            found.append(uuid.UUID(value))
        except ValueError:
            continue
    return found


def day_of(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
