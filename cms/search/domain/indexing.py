"""Keeping what published pages say. All of it can be made again at any time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from wagtail.models import Page

from cms.content.models import Audience, LessonPage, TextbookPage
from cms.content.readers import TEACHERS
from cms.content.structure import WORK_PATH
from cms.search.domain.documents import DocumentReading
from cms.search.domain.texts import (
    SHOWN,
    Written,
    document_text,
    plan_text,
    recording_text,
    shown_text,
)
from cms.search.domain.words import weights_of
from cms.search.enums import EntryKind
from cms.search.models import SearchEntry, SearchText, SearchWord
from media.library.models import LibraryDocument, LibraryMedia

# Pages of a transaction, and rows of a statement: what is in memory at once.
PAGES_AT_ONCE = 50
ROWS_AT_ONCE = 2_000


@dataclass
class _Made:
    """An entry that is to be kept, with its text and where a link to it leads."""

    entry: SearchEntry
    written: Written


def index_pages(numbers: Iterable[int], *, say: Callable[[int], None] = lambda _done: None) -> int:
    """Keep what these pages say now, in place of what was kept of them; nothing is kept of pages
    that aren't published. Gives the number of entries; `say` hears the number of pages done.

    One transaction for every fifty pages. Safe to call again, and from several processes at once.
    """
    entries = done = 0
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), PAGES_AT_ONCE):
        some = ordered[start : start + PAGES_AT_ONCE]
        entries += _index_and_read(some)
        done += len(some)
        say(done)
    return entries


def rebuild(*, say: Callable[[int], None] = lambda _done: None) -> int:
    """Index every published page and drop what is kept of others. Gives the number of entries."""
    for entry in SearchEntry.objects.exclude(page__live=True):
        entry.delete()
    return index_pages(
        Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True), say=say
    )


def _index_and_read(numbers: Sequence[int]) -> int:
    """Documents that weren't read yet are read between two transactions: that takes seconds, in
    which nobody else should wait to write. Until then they are found by their titles."""
    reading = DocumentReading()
    entries = _index(numbers, reading)
    if reading.unread:
        pages = reading.read()
        _index(sorted(pages), reading)
    return entries


@transaction.atomic
def _index(numbers: Sequence[int], reading: DocumentReading) -> int:
    # Two workers that index the same page do so one after the other.
    list(Page.objects.select_for_update().filter(pk__in=numbers).order_by("pk").values_list("pk"))
    kept = SearchEntry.objects.filter(page__in=numbers)
    drop_words(kept.values_list("pk", flat=True))
    SearchText.objects.filter(entry__in=kept)._raw_delete(using=kept.db)
    kept._raw_delete(using=kept.db)
    pages = [
        page
        for page in Page.objects.live().filter(pk__in=numbers).specific()
        if type(page) in SHOWN
    ]
    audiences = _audiences(pages)
    made = [one for page in pages for one in _entries_of(page, audiences, reading)]
    SearchEntry.objects.bulk_create([one.entry for one in made])
    SearchText.objects.bulk_create(
        SearchText(entry=one.entry, text=one.written.text, places=one.written.places)
        for one in made
    )
    words = (
        SearchWord(word=word, entry_id=one.entry.pk, weight=weight)
        for one in made
        for word, weight in weights_of(one.entry.title, one.written.text).items()
    )
    SearchWord.objects.bulk_create(words, batch_size=ROWS_AT_ONCE)
    return len(made)


def _audiences(pages: Iterable[Any]) -> dict[str, str]:
    """Path of a textbook → its audience. One query."""
    works = {page.path[:WORK_PATH] for page in pages}
    return dict(TextbookPage.objects.filter(path__in=works).values_list("path", "audience"))


def _entries_of(page: Any, books: dict[str, str], reading: DocumentReading) -> list[_Made]:
    kind, _fields = SHOWN[type(page)]
    in_book = kind == EntryKind.TEXTBOOK
    audience: str = Audience.PUBLIC
    if in_book:
        # Without a book above it nobody has said who may read.
        audience = books.get(page.path[:WORK_PATH], Audience.COURSE)
    elif isinstance(page, LessonPage):
        audience = page.audience

    def make(kind: EntryKind, title: str, written: Written, who: str, **file: Any) -> _Made:
        entry = SearchEntry(
            page=page, kind=kind, title=title, audience=who, in_book=in_book, **file
        )
        return _Made(entry, written)

    shown = shown_text(page)
    parts = [(shown, audience)]
    made = [make(kind, page.title, shown, audience)]
    plan = plan_text(page)
    if plan is not None:
        parts.append((plan, TEACHERS))
        if plan.lines:
            made.append(make(EntryKind.PLAN, page.title, plan, TEACHERS))
    return made + _files_of(parts, make, lambda one: reading.words_of(one, page=page.pk))


def _files_of(
    parts: list[tuple[Written, str]],
    make: Callable[..., _Made],
    words_of: Callable[[LibraryDocument], str],
) -> list[_Made]:
    """A file that students' text and plan both show is found by students."""
    made, seen = [], set()
    for written, who in parts:
        documents = LibraryDocument.objects.in_bulk(written.documents) if written.documents else {}
        for number, (said, place) in written.documents.items():
            document = documents.get(number)
            if document is not None and document not in seen:
                seen.add(document)
                text = document_text(document, said, inside=words_of(document))
                text.places = [(0, place)] if place else []
                made.append(make(EntryKind.DOCUMENT, document.title, text, who, document=document))
        media = LibraryMedia.objects.in_bulk(written.media) if written.media else {}
        for number in written.media:
            recording = media.get(number)
            if recording is not None and recording not in seen:
                seen.add(recording)
                text = recording_text(recording)
                made.append(make(EntryKind.RECORDING, recording.title, text, who, media=recording))
    return made


def drop_words(entries: Iterable[int]) -> None:
    """Drop the words of these entries, which are about to be dropped themselves."""
    words = SearchWord.objects.filter(entry__in=entries)
    words._raw_delete(using=words.db)


def drop_page(page: Page) -> None:
    """Nothing of the page is found any more."""
    for entry in SearchEntry.objects.filter(page=page.pk):
        entry.delete()


def renew_readers(page: Page) -> None:
    """After the audience of a lesson or a book, or the place of a page, has changed: who may read
    is right at once, whenever the words follow. Two statements and no words cut."""
    book = TextbookPage.objects.filter(path=page.path[:WORK_PATH]).first()
    if book is not None:
        SearchEntry.objects.filter(page__path__startswith=book.path, in_book=True).update(
            audience=book.audience
        )
        return
    lesson = LessonPage.objects.filter(pk=page.pk).first()
    if lesson is not None:
        SearchEntry.objects.filter(page=lesson.pk).exclude(audience=TEACHERS).update(
            audience=lesson.audience
        )
