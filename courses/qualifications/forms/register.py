"""Filters of the certificates, and what comes in bulk."""

import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.qualifications.domain.scans import ARCHIVE_BYTES, LIMITS
from courses.qualifications.enums import ShownState
from courses.qualifications.forms.own_rule import OwnRuleForm
from media.imports.forms import SpreadsheetUploadForm
from media.imports.packing import PackedFiles, TooMuch
from media.spreadsheets.limits import MEBIBYTE

# Beside the states: what ends within the longest step of the reminders, without a renewal.
ENDING = "ending"


class CertificateFilter(forms.Form):
    """All optional, all in the address."""

    q = forms.CharField(label=_("Name, staff number or number"), required=False, max_length=60)
    department = forms.ChoiceField(label=_("Department"), required=False)
    kind = forms.ChoiceField(label=_("Certificate"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), (ENDING, _("Ends soon")), *ShownState.choices],
    )
    odd = forms.ChoiceField(
        label=_("To look at"),
        required=False,
        choices=[("", _("All")), ("double", _("Number filed twice")), ("no_scan", _("No scan"))],
    )
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("Submitted on")),
            ("expires", _("Valid until")),
            ("name", pgettext_lazy("of a person", "Name")),
            ("number", _("Staff number")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        departments: list[tuple[str, str]],
        kinds: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("department", departments), ("kind", kinds)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *choices]

    @property
    def chosen(self) -> dict[str, str]:
        """What was chosen; a value that can't be is left out, so that a bad address still opens."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class CertificateImportForm(SpreadsheetUploadForm):
    """The list, and the scans: as one zip, as files, or as a folder. Files and folder are packed
    into a zip while they arrive (`packed`), and go on as one."""

    scans = forms.FileField(
        label=_("Scans (zip)"),
        required=False,
        max_length=255,
        help_text=format_lazy(
            "{} {} MiB",
            _(
                "PDF, JPEG or PNG, named by staff number, such as 2003001_职业指导师.pdf, or in a "
                "folder of that name. More scans: upload the same list again with them. At most"
            ),
            ARCHIVE_BYTES // MEBIBYTE,
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
    )
    # Their files are in the archive already; the form only shows where to choose them.
    scan_files = forms.Field(
        label=_("Or choose several scans"),
        required=False,
        widget=ManyFilesInput(attrs={"multiple": True, "accept": ".pdf,.jpg,.jpeg,.png"}),
    )
    scan_folder = forms.Field(
        label=_("Or choose a folder of scans"),
        required=False,
        help_text=format_lazy(
            "{} {}",
            _("With all folders in it; on a phone choose files instead. Number of scans at most"),
            LIMITS.entries,
        ),
        widget=ManyFilesInput(attrs={"multiple": True, "webkitdirectory": True}),
    )

    def __init__(self, *args: Any, packed: PackedFiles, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._packed = packed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self._packed.too_much == TooMuch.FILES:
            self.add_error(
                "scan_folder",
                _("These are more than %(most)d scans. Upload them in parts.")
                % {"most": LIMITS.entries},
            )
        elif self._packed.too_much == TooMuch.BYTES:
            self.add_error(
                "scan_folder",
                _("The scans with their names are larger than %(limit)d MiB. Upload them in parts.")
                % {"limit": ARCHIVE_BYTES // MEBIBYTE},
            )
        elif self._packed.count and cleaned.get("scans"):
            self.add_error(
                "scans", _("Choose either a zip, or files and folders of scans, not both.")
            )
        return cleaned

    def clean_scans(self) -> UploadedFile | None:
        file: UploadedFile | None = self.cleaned_data["scans"]
        if file is not None and (file.size or 0) > ARCHIVE_BYTES:
            raise forms.ValidationError(
                _("The archive of scans is larger than %(limit)d MiB. Upload it in parts."),
                params={"limit": ARCHIVE_BYTES // MEBIBYTE},
            )
        return file


class CertificateRuleForm(OwnRuleForm):
    """How certificates are checked and reminded of from a day on."""

    valid_from_help = _("Tomorrow at the earliest.")

    verifiers = forms.TypedChoiceField(
        label=_("Who verifies"),
        coerce=int,
        choices=[(1, _("One person of the office")), (2, _("Two people of the office"))],
        widget=forms.RadioSelect,
        help_text=_("Never the holder, nor whoever submitted the certificate."),
    )
    reminder_days = forms.CharField(
        label=_("Reminders before the last day"),
        max_length=60,
        help_text=_("Days, separated by commas, such as 90, 60, 30, 7."),
    )

    def clean_reminder_days(self) -> list[int]:
        words = re.split(r"[\s,，、;；]+", self.cleaned_data["reminder_days"].strip())
        if not all(word.isascii() and word.isdecimal() and len(word) < 5 for word in words):
            raise forms.ValidationError(_("Write days as numbers, separated by commas."))
        return [int(word) for word in words]
