"""Forms of sessions: which are listed, what a session is planned with."""

from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import POSSIBLE, day_input
from courses.training.domain import SessionPlan
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
    grant = forms.DecimalField(
        label=_("Paid by the province for a seat, yuan"),
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text=_("Charged to the province's budget; the price to that of the institution."),
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)

    def __init__(
        self,
        *args: Any,
        programmes: QuerySet[TrainingProgramme] | None,
        of_province: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not of_province:
            del self.fields["grant"]
        if programmes is None:
            del self.fields["programme"]
        else:
            cast(forms.ModelChoiceField, self.fields["programme"]).queryset = programmes

    @property
    def plan(self) -> SessionPlan:
        values = {name: value for name, value in self.cleaned_data.items() if name != "programme"}
        values["minimum"] = values["minimum"] or 0
        values["price"] = values["price"] or Decimal(0)
        values["grant"] = values.get("grant") or Decimal(0)
        return SessionPlan(**values)
