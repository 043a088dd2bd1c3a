"""Issuing, revoking, and finding certificates."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.certificates.domain import Candidate
from assessments.certificates.enums import CertificateState
from courses.teaching.models import Term


class IssueForm(forms.Form):
    issued_on = forms.DateField(
        label=_("Date on the certificates"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    again = forms.TypedMultipleChoiceField(
        label=_("Also give a new one to"),
        help_text=_("Their certificate was revoked."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, term: Term, withdrawn: Sequence[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.term = term
        again: Any = self.fields["again"]
        again.choices = [
            (one.enrolment.pk, f"{one.enrolment.student} ({one.revoked.serial})")
            for one in withdrawn
            if one.revoked
        ]
        if not withdrawn:
            del self.fields["again"]

    def clean_issued_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["issued_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The date lies in the future."))
        if day < self.term.first_monday:
            raise ValidationError(_("On this date the term had not begun."))
        return day


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept in the record; the public sees only that and when it was revoked."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CertificateFilter(forms.Form):
    """Filters in the address; a value that means nothing is left out, not complained of."""

    q = forms.CharField(label=_("Serial, name or student number"), required=False, max_length=100)
    teaching_class: Any = forms.ModelChoiceField(
        label=_("Teaching class"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        empty_label=_("All"),
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *CertificateState.choices], required=False
    )

    def __init__(self, *args: Any, classes: QuerySet[Any], **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "filter_%s")
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["teaching_class"]
        choice.queryset = classes


class ClassFilter(forms.Form):
    q = forms.CharField(label=_("Teaching class or course"), required=False, max_length=100)
    show = forms.ChoiceField(
        label=_("Classes"),
        choices=[("", _("With locked grades")), ("all", _("All classes of the institution"))],
        required=False,
    )
