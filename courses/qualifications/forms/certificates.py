"""Forms of certificates, waivers and readings."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.institutions.days import ONE_DAY, POSSIBLE, day_input
from courses.institutions.enums import StaffKind
from courses.qualifications.domain.evidence import Evidence, read_evidence
from courses.qualifications.enums import CredentialScheme, Recognition
from courses.qualifications.forms.own_rule import OwnRuleForm
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
    photo = forms.FileField(
        label=_("Take a photo"),
        required=False,
        help_text=_("On a phone this opens the camera."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )
    evidence = forms.FileField(
        label=_("Scan or photo"),
        required=False,
        help_text=_("Or choose a file: PDF, JPEG or PNG, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["level"].widget
        widget.choices = [("", _("Choose")), *level_choices()]
        # The usual last day is proposed as soon as both are known; without scripts it is said
        # after sending.
        for name in ("level", "issued_on"):
            self.fields[name].widget.attrs |= {
                "hx-get": reverse_lazy("qualifications:validity"),
                "hx-include": "[name=level],[name=issued_on],[name=expires_on]",
                "hx-trigger": "change",
                "hx-target": "#validity",
                # One question at a time: it is asked with what the answer before it left behind.
                "hx-sync": "#validity:queue last",
            }

    def clean_photo(self) -> Evidence | None:
        return self._read("photo")

    def clean_evidence(self) -> Evidence | None:
        return self._read("evidence")

    def clean(self) -> dict[str, Any]:
        """One file is kept, whichever way it came."""
        cleaned = super().clean() or {}
        found = cleaned.pop("photo", None) or cleaned.get("evidence")
        if found is None and not {"photo", "evidence"} & set(self.errors):
            self.add_error("evidence", _("Take a photo of the certificate or choose a file."))
        cleaned["evidence"] = found
        return cleaned

    def _read(self, name: str) -> Evidence | None:
        upload: UploadedFile | None = self.cleaned_data[name]
        return read_evidence(upload) if upload else None


class ValidityForm(forms.Form):
    """What the usual last day follows from."""

    level = forms.ModelChoiceField(CredentialLevel.objects.select_related("credential_type"))
    issued_on = forms.DateField(validators=POSSIBLE)


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


class ReadingForm(OwnRuleForm):
    """How an institution or a province reads a level."""

    staff_kind = forms.ChoiceField(
        label=_("For which staff"),
        choices=[("", _("All kinds of staff")), *StaffKind.choices],
        required=False,
        help_text=_("What is said of a kind goes before what is said of all."),
    )
    recognition = forms.ChoiceField(
        label=_("Does it count as intermediate or above?"),
        choices=Recognition.choices,
        widget=forms.RadioSelect,
    )
    related = forms.ChoiceField(
        label=_("Is it a certificate related to employment guidance, of whatever level?"),
        choices=(
            ("", _("Not said in this document")),
            (Recognition.COUNTS, pgettext_lazy("certificate", "Related")),
            (Recognition.DOES_NOT_COUNT, pgettext_lazy("certificate", "Not related")),
            (Recognition.UNDECIDED, pgettext_lazy("recognition", "Undecided")),
        ),
        required=False,
        widget=forms.RadioSelect,
        help_text=_(
            "Of part-timers only this is asked. What counts as intermediate or above is related."
        ),
    )
    authority = forms.CharField(
        label=_("Decided by"),
        max_length=100,
        help_text=_("The body that answers for it, such as the provincial office."),
    )
