"""Documents, whose content must be what their name says."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from media.library.documents import check_document
from media.library.forms.described import DescribedFields


class DescribedDocumentForm(DescribedFields, BaseDocumentForm):
    """Used for adding, editing, the chooser, and each document of a multiple upload."""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_document(file, name=file.name)
        return file
