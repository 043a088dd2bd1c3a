"""Which files of the library a page shows, as it stands in memory: published, a draft or an old
revision."""

from collections.abc import Iterator

from django.db import models
from wagtail.models import Page

from media.library.models import LibraryDocument, LibraryMedia


def shows(page: Page, file: LibraryMedia | LibraryDocument) -> bool:
    """Whether a block or a text of `page` (specific) holds the file."""
    return any(
        number == str(file.pk) and isinstance(file, model) for model, number in _references(page)
    )


def recordings_and_documents_in(page: Page) -> list[LibraryMedia | LibraryDocument]:
    """All of them that `page` (specific) holds. At most two queries."""
    named: dict[type[models.Model], set[str]] = {}
    for model, number in _references(page):
        named.setdefault(model, set()).add(number)
    found: list[LibraryMedia | LibraryDocument] = []
    for kept in (LibraryMedia, LibraryDocument):
        if numbers := named.get(kept):
            found += kept.objects.filter(pk__in=numbers)
    return found


def _references(page: Page) -> Iterator[tuple[type[models.Model], str]]:
    """Rows below a page hold no files."""
    for field in page._meta.get_fields():
        if hasattr(field, "extract_references"):
            value = field.value_from_object(page)
            for model, number, *_paths in field.extract_references(value) if value else ():
                yield model, number
