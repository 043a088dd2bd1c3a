"""Forms of files in and out."""

from django import forms
from django.utils.translation import gettext_lazy as _

from media.imports.forms import SpreadsheetUploadForm


class BusyUploadForm(SpreadsheetUploadForm):
    """A file with times taken by other courses."""

    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        help_text=_(
            "What the list is called. Reading a file of the same source again replaces its times."
        ),
    )
    field_order = ("source", "file")


class BusyFilter(forms.Form):
    """The filter of the list of times taken."""

    q = forms.CharField(label=_("Class, instructor, room or course"), required=False, max_length=50)
