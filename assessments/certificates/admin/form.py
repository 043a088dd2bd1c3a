"""Editing a template."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments.certificates.domain.errors import SealRefused
from assessments.certificates.domain.printing import unprintable
from assessments.certificates.domain.templates import keep_seal, seal_picture
from courses.institutions.days import POSSIBLE


class TemplateForm(WagtailAdminModelForm):
    seal_file = forms.FileField(
        label=_("picture of the seal"),
        required=False,
        help_text=_("PNG with transparent ground, or JPEG; without one the place stays empty."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )
    without_seal = forms.BooleanField(label=_("print without the picture"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].validators += POSSIBLE

    def clean_seal_file(self) -> bytes | None:
        uploaded = self.cleaned_data["seal_file"]
        if not uploaded:
            return None
        try:
            return seal_picture(uploaded.read())
        except SealRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in ("heading", "text", "left_signatory", "right_signatory"):
            missing = unprintable(self.cleaned_data.get(name) or "")
            if missing:
                self.add_error(
                    name,
                    _("No font on this server can print %(characters)s") % {"characters": missing},
                )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data.get("without_seal"):
            self.instance.seal = None
        elif picture := self.cleaned_data.get("seal_file"):
            self.instance.seal = keep_seal(picture, by=self.for_user)
        return super().save(commit)
