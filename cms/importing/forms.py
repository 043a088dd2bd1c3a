"""Uploading a document that becomes pages."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cms.importing.domain.places import Place, places_for
from cms.importing.sources import PACKAGE_SIZE, WORD_SIZE
from media.spreadsheets.limits import MEBIBYTE

_PACKAGES = (".imscc", ".zip")


class UploadForm(forms.Form):
    """Where the pages go, and the file; only places in which the person may write are offered."""

    where = forms.ChoiceField(label=_("Where the pages go"))
    file = forms.FileField(
        label=_("Word document, Markdown page or Common Cartridge"),
        help_text=_(
            ".docx and .md at most 20 MiB; .imscc and .zip at most 200 MiB. Old .doc files: save "
            "them as .docx first."
        ),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".docx,.md,.markdown,.imscc,.zip"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.value: place for place in places_for(user)}
        choices: list[tuple[str, Any]] = [
            (group, [(place.value, place.label) for place in places])
            for group, places in groupby(self.places.values(), key=lambda place: place.group)
        ]
        self.fields["where"].choices = [("", _("Please choose")), *choices]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_file(self) -> UploadedFile:
        """Refuse by size before anything is read."""
        file: UploadedFile = self.cleaned_data["file"]
        is_package = (file.name or "").lower().endswith(_PACKAGES)
        limit = PACKAGE_SIZE if is_package else WORD_SIZE
        if (file.size or 0) > limit:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MiB."),
                code="too_large",
                params={"limit": limit // MEBIBYTE},
            )
        return file

    @property
    def place(self) -> Place:
        return self.places[self.cleaned_data["where"]]

    @property
    def status(self) -> int:
        """The HTTP status to answer with."""
        if not self.errors:
            return 200
        return 413 if self.has_error("file", "too_large") else 400
