"""What search reads: copies of what pages say, cut into words (docs/decisions/0010).

All of it is made from published pages and can be made again (`manage.py rebuild_search`).
"""

from django.db import models
from django.db.models import Q

from cms.content.models import Audience
from cms.content.readers import TEACHERS
from cms.search.enums import EntryKind


class SearchEntry(models.Model):
    """One thing that can be found: a page, the plan of a lesson, a file that a page shows.

    Whether the page is published and where it stands is asked of the page itself; `audience` and
    `in_book` are what `cms.content.readers.readable_rows` needs beside that.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=EntryKind)
    document = models.ForeignKey(
        "media.LibraryDocument",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    media = models.ForeignKey(
        "media.LibraryMedia", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    audience = models.CharField(
        max_length=12, choices=[*Audience.choices, (TEACHERS, "whoever teaches or oversees")]
    )
    in_book = models.BooleanField(default=False)
    title = models.CharField(max_length=255)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["page", "kind"],
                condition=Q(document=None, media=None),
                name="search_page_once",
            ),
            models.UniqueConstraint(
                fields=["page", "document"],
                condition=Q(document__isnull=False),
                name="search_document_once",
            ),
            models.UniqueConstraint(
                fields=["page", "media"],
                condition=Q(media__isnull=False),
                name="search_media_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.DOCUMENT, document__isnull=False, media=None)
                | Q(kind=EntryKind.RECORDING, document=None, media__isnull=False)
                | (
                    ~Q(kind__in=[EntryKind.DOCUMENT, EntryKind.RECORDING])
                    & Q(document=None, media=None)
                ),
                name="search_kind_has_its_file",
            ),
        )


class SearchText(models.Model):
    """The words as people read them, apart from the entry: a search touches many entries and shows
    the texts of a few."""

    entry = models.OneToOneField(
        SearchEntry, primary_key=True, on_delete=models.CASCADE, related_name="text"
    )
    text = models.TextField(blank=True)
    # [[offset, place], …] ascending: from this character on the text stands at that place, which
    # is the id of a heading, or the second of a recording.
    places = models.JSONField(default=list, blank=True)


class SearchWord(models.Model):
    """That a word occurs in an entry. `weight`: see `cms.search.domain.words.weights_of`."""

    word = models.CharField(max_length=40)
    # Dropped with the entry by `cms.search.domain.indexing.drop_words` in one statement: Django
    # would read hundreds of words of each page first.
    entry = models.ForeignKey(SearchEntry, on_delete=models.DO_NOTHING, related_name="words")
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            # No covering column: SQLite would leave out the whole constraint, and its index.
            models.UniqueConstraint(fields=["word", "entry"], name="search_word_once"),
        )
