"""What stands in documents, read once: a document of many pages takes seconds."""

import hashlib
from collections import defaultdict

from django.core.cache import cache

from media.library.document_words import words_in_document
from media.library.models import LibraryDocument

KEPT = 30 * 24 * 3600
# Reading may break off because the machine was busy.
TRIED_AGAIN = 24 * 3600


class DocumentReading:
    """The words of the documents that one run meets. `unread`: those that somebody asked for and
    nobody has read yet."""

    def __init__(self) -> None:
        self._words: dict[int, str] = {}
        self._pages: dict[int, set[int]] = defaultdict(set)
        self.unread: dict[int, LibraryDocument] = {}

    def words_of(self, document: LibraryDocument, *, page: int) -> str:
        """What is known of it now, for an entry of that page."""
        if document.pk not in self._words:
            kept = cache.get(_key(document))
            if kept is None:
                self.unread[document.pk] = document
                self._pages[document.pk].add(page)
                return ""
            self._words[document.pk] = kept
        return self._words[document.pk]

    def read(self) -> set[int]:
        """Read what is unread; the pages that asked for it."""
        pages: set[int] = set()
        for number, document in self.unread.items():
            words = words_in_document(document)
            self._words[number] = words or ""
            cache.set(_key(document), words or "", TRIED_AGAIN if words is None else KEPT)
            pages |= self._pages[number]
        self.unread = {}
        return pages


def _key(document: LibraryDocument) -> str:
    """A stored name is random and its content never changes."""
    return f"search:document:{hashlib.sha256(document.file.name.encode()).hexdigest()[:40]}"
