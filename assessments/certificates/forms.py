"""Issuing, replacing, revoking, and finding certificates."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.certificates.domain import Candidate
from assessments.certificates.enums import CertificateKind, Standing
from courses.curriculum.models import Course
from courses.institutions.days import POSSIBLE, day_input
from courses.institutions.models import Department, Institution
from courses.teaching.models import Term
from courses.training.models import Completion


def day_field(label: Any, *rules: Callable[[datetime.date], None]) -> forms.DateField:
    return forms.DateField(label=label, widget=day_input(), validators=[*POSSIBLE, *rules])


def not_in_future(day: datetime.date) -> None:
    """Nothing bears a date that hasn't come."""
    if day > timezone.localdate():
        raise ValidationError(_("The date lies in the future."))


def day_of_issue(label: Any) -> forms.DateField:
    return day_field(label, not_in_future)


def require_begun(term: Term, day: datetime.date) -> None:
    """Nobody can have completed a course of a term that hadn't begun."""
    if day < term.first_monday:
        raise ValidationError(_("On this date the term had not begun."))


class IssueForm(forms.Form):
    issued_on = day_of_issue(_("Date on the certificates"))

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
        require_begun(self.term, day)
        return day


class RevokeForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("Kept in the record; the public sees only that and when it was revoked."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReissueForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is issued again"),
        max_length=300,
        help_text=_("Such as a name that was corrected. Kept in the record, never public."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    issued_on = day_of_issue(_("Date on the new certificate"))


class AppointmentForm(forms.Form):
    staff: Any = forms.ModelChoiceField(
        label=_("Who is appointed"), queryset=None, to_field_name="public_id"
    )
    position = forms.CharField(
        label=_("Position"), max_length=100, help_text=_("Such as 职业咨询师.")
    )
    begins_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    issued_on = day_of_issue(_("Date on the letter"))

    def __init__(self, *args: Any, staff: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["staff"]
        choice.queryset = staff
        choice.label_from_instance = lambda one: f"{one.name} · {one.staff_number}"


class TrainingForm(forms.Form):
    """Who of a session gets one; those whose certificate was revoked only when ticked."""

    completions = forms.TypedMultipleChoiceField(
        label=_("Who gets a certificate"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    issued_on = day_of_issue(_("Date on the certificates"))

    def __init__(self, *args: Any, completions: Sequence[Completion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["completions"]
        choice.choices = [(one.pk, _described(one)) for one in completions]
        choice.initial = [one.pk for one in completions if not _was_revoked(one)]


def _was_revoked(completion: Completion) -> bool:
    return bool(getattr(completion, "was_revoked", False))


def _described(completion: Completion) -> str:
    values = {
        "name": completion.staff.name,
        "number": completion.staff.staff_number,
        "hours": f"{completion.hours.normalize():f}",
    }
    if _was_revoked(completion):
        return gettext("%(name)s · %(number)s · %(hours)s hours · was revoked") % values
    return gettext("%(name)s · %(number)s · %(hours)s hours") % values


class RunForm(forms.Form):
    """Which classes: a term, and if wanted one course or one department of it."""

    term: Any = forms.ModelChoiceField(label=_("Term"), queryset=None, to_field_name="public_id")
    course: Any = forms.ModelChoiceField(
        label=_("Course"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        empty_label=_("All"),
    )
    department: Any = forms.ModelChoiceField(
        label=_("Department of the students"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        empty_label=_("All"),
        help_text=_("A class with students of several departments is issued whole."),
    )
    issued_on = day_of_issue(_("Date on the certificates"))

    def __init__(self, *args: Any, institution: Institution, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, model in (("term", Term), ("course", Course), ("department", Department)):
            choice: Any = self.fields[name]
            rows: Any = model.objects.visible_to(user)
            choice.queryset = rows.filter(institution=institution)
        terms: Any = self.fields["term"]
        terms.queryset = terms.queryset.order_by("-first_monday")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        term, day = self.cleaned_data.get("term"), self.cleaned_data.get("issued_on")
        if day is not None and term is not None:
            try:
                require_begun(term, day)
            except ValidationError as error:
                self.add_error("issued_on", error)
        return cleaned


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
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *CertificateKind.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), *Standing.choices], required=False
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
