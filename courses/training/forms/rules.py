"""Rules of training as a province or an institution writes them down."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.enums import StaffKind
from courses.institutions.models import Department
from courses.qualifications.enums import Severity
from courses.qualifications.forms import OwnRuleForm
from courses.training.enums import STAFF_PROGRAMMES, ProgrammeKind, WaitingOrder


class RuleForm(OwnRuleForm):
    """`key_fields` are those that tell rules of a place and day apart."""

    key_fields: tuple[str, ...] = ()
    field_order: Any = None
    valid_from_help = gettext_lazy("Tomorrow at the earliest.")

    @property
    def key(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.key_fields}

    @property
    def said(self) -> dict[str, Any]:
        left_out = {"valid_from", *self.key_fields}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class CycleRuleForm(RuleForm):
    key_fields = ("staff_kind",)
    field_order = (
        "staff_kind",
        "months",
        "first_day",
        "required_hours",
        "required_sessions",
        "needs_both",
    )

    staff_kind = forms.ChoiceField(
        label=pgettext_lazy("coverage", "Kind of staff"), choices=StaffKind.choices
    )
    months = forms.IntegerField(
        label=gettext_lazy("Length of the cycle in months"), min_value=1, max_value=120
    )
    first_day = forms.DateField(
        label=gettext_lazy("First day of the first cycle"),
        widget=day_input(),
        validators=POSSIBLE,
        required=False,
        help_text=gettext_lazy(
            "Empty: everybody has their own cycle, from their last training or the day they came."
        ),
    )
    required_hours = forms.IntegerField(
        label=gettext_lazy("Hours needed"), min_value=1, max_value=2000, required=False
    )
    required_sessions = forms.IntegerField(
        label=gettext_lazy("Sessions needed"), min_value=1, max_value=100, required=False
    )
    needs_both = forms.BooleanField(
        label=gettext_lazy("Both are needed, not only one of them"), required=False
    )
    programme_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Which trainings count"),
        choices=[(k.value, k.label) for k in ProgrammeKind if k in STAFF_PROGRAMMES],
        widget=forms.CheckboxSelectMultiple,
        initial=[ProgrammeKind.ROTATION.value, ProgrammeKind.TOPICAL.value],
    )
    newcomer_months = forms.IntegerField(
        label=gettext_lazy("Who came so many months before its end is due in the next cycle"),
        min_value=0,
        max_value=120,
        initial=0,
    )
    severity = forms.ChoiceField(label=gettext_lazy("How binding"), choices=Severity.choices)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not (values["required_hours"] or values["required_sessions"]):
            self.add_error("required_hours", _("Say how many hours or sessions are needed."))
        return values


class NominationRuleForm(RuleForm):
    field_order = ("province_decides", "waiting_order", "free_withdrawal_days")

    province_decides = forms.BooleanField(
        label=gettext_lazy("The province approves each person nominated for its sessions"),
        required=False,
    )
    waiting_order = forms.ChoiceField(
        label=gettext_lazy("Order of the waiting list"), choices=WaitingOrder.choices
    )
    free_withdrawal_days = forms.IntegerField(
        label=gettext_lazy("Withdrawal without a reason until so many days before"),
        min_value=0,
        max_value=365,
    )
    late_withdrawal_months = forms.IntegerField(
        label=gettext_lazy("Who withdrew later waits so many months"), min_value=0, max_value=120
    )
    no_show_months = forms.IntegerField(
        label=gettext_lazy("Who did not appear waits so many months"), min_value=0, max_value=120
    )
    no_show_seats = forms.IntegerField(
        label=gettext_lazy("Seats that each who did not appear costs in the next session"),
        min_value=0,
        max_value=50,
    )
    seat_stays = forms.BooleanField(
        label=gettext_lazy(
            "A seat that falls free stays with the institution while it has somebody waiting"
        ),
        required=False,
    )
    attendance_percent = forms.IntegerField(
        label=gettext_lazy("Share of the hours needed to complete, percent"),
        min_value=1,
        max_value=100,
    )


class DepartmentLimitForm(RuleForm):
    key_fields = ("department",)
    field_order = ("department", "people", "percent")

    department = forms.ModelChoiceField(
        label=pgettext_lazy("coverage", "Department"),
        queryset=Department.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=gettext_lazy("each department"),
    )
    people = forms.IntegerField(
        label=gettext_lazy("At most so many people away at once"),
        min_value=1,
        max_value=1000,
        required=False,
    )
    percent = forms.IntegerField(
        label=gettext_lazy("At most so many percent of its staff"),
        min_value=1,
        max_value=100,
        required=False,
    )

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["department"]).queryset = departments

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and not (values["people"] or values["percent"]):
            self.add_error("people", _("Say a number or a share."))
        return values
