"""A whole day in one act."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from courses.changes.enums import GroupAction
from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.models import Campus, Institution


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
    in_exam_week = forms.BooleanField(
        label=gettext_lazy("The new date may be in an exam week"),
        required=False,
        help_text=gettext_lazy(
            "Without this no class meets in an exam week. Your reason is kept with your name."
        ),
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
