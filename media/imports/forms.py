"""Uploading a spreadsheet."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from media.spreadsheets.limits import DEFAULT, MEBIBYTE


class SpreadsheetUploadForm(forms.Form):
    """The file field of every import; subclasses add what else the importer needs."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Here, for `%` translates at once: above, everybody would read the language of the server.
        self.fields["file"].help_text = _("xlsx, xls, ods or csv, at most %(limit)s MiB") % {
            "limit": DEFAULT.file_size // MEBIBYTE
        }

    def clean_file(self) -> UploadedFile:
        """Refuse by size before anything is read into memory."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > DEFAULT.file_size:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MiB. Split it into smaller files."),
                code="too_large",
                params={"limit": DEFAULT.file_size // MEBIBYTE},
            )
        return file

    @property
    def status(self) -> int:
        """The HTTP status to answer with: 413 for a file that is too large, else 400 or 200."""
        if not self.errors:
            return 200
        return 413 if self.has_error("file", "too_large") else 400

    def context(self) -> dict[str, Any]:
        """What goes into the run's context beside what the view knows."""
        return {}
