"""The form of a programme."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.enums import StaffKind
from courses.training.enums import ProgrammeKind
from courses.training.models import TrainingProgramme


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
