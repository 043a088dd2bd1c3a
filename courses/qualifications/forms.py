"""Forms of certificates, waivers and readings."""

import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import ONE_DAY, POSSIBLE, day_input
from courses.qualifications.domain.evidence import Evidence, read_evidence
from courses.qualifications.enums import CredentialScheme, Light, Recognition
from courses.qualifications.models import CredentialLevel


def level_choices() -> list[tuple[str, list[tuple[int, str]]]]:
    """Levels grouped by scheme and type, as a select shows them; one query."""
    groups: dict[str, list[tuple[int, str]]] = {}
    levels = CredentialLevel.objects.select_related("credential_type").order_by(
        "credential_type__scheme", "credential_type__pk", "position"
    )
    order = list(CredentialScheme.values)
    for level in sorted(levels, key=lambda each: order.index(each.credential_type.scheme)):
        scheme = str(CredentialScheme(level.credential_type.scheme).label)
        groups.setdefault(scheme, []).append((level.pk, level.name))
    return list(groups.items())


class CertificateForm(forms.Form):
    """A certificate with its scan or photo."""

    level = forms.ModelChoiceField(
        label=_("Certificate and level"),
        queryset=CredentialLevel.objects.select_related("credential_type"),
    )
    number = forms.CharField(label=_("Certificate number"), max_length=60)
    issuer = forms.CharField(label=_("Issued by"), max_length=100, required=False)
    issued_on = forms.DateField(label=_("Issued on"), widget=day_input(), validators=POSSIBLE)
    expires_on = forms.DateField(
        label=_("Valid until"),
        widget=day_input(),
        validators=POSSIBLE,
        required=False,
        help_text=_("The last day of validity. Leave empty when the certificate has no end."),
    )
    evidence = forms.FileField(
        label=_("Scan or photo"),
        help_text=_("PDF, JPEG or PNG, up to 10 MB. On a phone you can take the photo now."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["level"].widget
        widget.choices = [("", _("Choose")), *level_choices()]

    def clean_evidence(self) -> Evidence:
        upload: UploadedFile = self.cleaned_data["evidence"]
        return read_evidence(upload)


class DecisionForm(forms.Form):
    """Verify, return or revoke; the note is required by the domain where it must be."""

    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed to return a certificate: what is missing or wrong."),
    )


class RevocationForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason for the revocation"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The certificate then counts on no date any more. This can't be undone."),
    )


class WaiverForm(forms.Form):
    """People give the last day; the domain wants the first day after it."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("date", "From"), widget=day_input(), validators=POSSIBLE
    )
    last_day = forms.DateField(
        label=_("Last day"),
        widget=day_input(),
        validators=POSSIBLE,
        help_text=_("A waiver always has an end."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("valid_from"), cleaned.get("last_day")
        if first and last:
            if last < first:
                self.add_error("last_day", _("The last day lies before the first."))
            else:
                cleaned["valid_to"] = last + ONE_DAY
        return cleaned


class ReadingForm(forms.Form):
    """The institution's own reading of a level."""

    recognition = forms.ChoiceField(
        label=_("Does it count as intermediate or above?"),
        choices=Recognition.choices,
        widget=forms.RadioSelect,
    )
    authority = forms.CharField(
        label=_("Decided by"),
        max_length=100,
        help_text=_("The body that answers for it, such as the provincial office."),
    )
    citation = forms.CharField(
        label=pgettext_lazy("source of a rule", "Document"),
        max_length=300,
        help_text=_("Name, number and clause."),
    )
    quotation = forms.CharField(
        label=_("Wording"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    valid_from = forms.DateField(
        label=pgettext_lazy("date", "From"), widget=day_input(), validators=POSSIBLE
    )


class StaffFilterForm(forms.Form):
    """The filters of the staff list; all optional, all in the address."""

    q = forms.CharField(label=_("Name or staff number"), required=False, max_length=50)
    department = forms.ChoiceField(label=_("Department"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    light = forms.ChoiceField(
        label=_("Standing"), required=False, choices=[("", _("All")), *Light.choices]
    )
    on = forms.DateField(
        label=_("On the date"), required=False, widget=day_input(), validators=POSSIBLE
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Urgency")),
            ("name", pgettext_lazy("of a person", "Name")),
            ("number", _("Staff number")),
            ("department", _("Department")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        departments: list[tuple[str, str]],
        kinds: list[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("department", departments), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen; a value that can't be is left out, so that a bad address still opens."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in self.fields}

    @property
    def on_date(self) -> datetime.date:
        return self.chosen["on"] or timezone.localdate()
