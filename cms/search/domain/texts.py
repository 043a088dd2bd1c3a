"""What a published page says, as plain text with the places in it that a link can lead to."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StreamValue,
    StructBlock,
    TextBlock,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtailmedia.blocks import AbstractMediaChooserBlock

from cms.content.blocks.data import ChartBlock, TableBlock
from cms.content.models import (
    CasePage,
    ChapterPage,
    EntrepreneurshipIndexPage,
    GlossaryPage,
    HandbookPage,
    HomePage,
    IncubationBasePage,
    LessonPage,
    NewsIndexPage,
    NewsPage,
    PolicyPage,
    ProjectPage,
    ReadingListPage,
    SectionPage,
    SyllabusPage,
    TextbookPage,
    TrainingEventPage,
)
from cms.search.enums import EntryKind
from media.library.domain.captions import cues_of
from media.library.models import LibraryDocument, LibraryMedia

_K = EntryKind
# What everybody finds who may read the page: its kind and its fields, in the order of the page.
SHOWN: dict[type[Page], tuple[EntryKind, tuple[str, ...]]] = {
    HomePage: (_K.INFORMATION, ("introduction",)),
    SyllabusPage: (
        _K.SYLLABUS,
        ("name_en", "majors", "prerequisites", "description", "assessment", "textbooks"),
    ),
    LessonPage: (_K.LESSON, ("preparation", "body", "homework")),
    TextbookPage: (_K.TEXTBOOK, ("subtitle", "authors", "publisher", "isbn", "summary")),
    ChapterPage: (_K.TEXTBOOK, ("introduction",)),
    SectionPage: (_K.TEXTBOOK, ("body",)),
    EntrepreneurshipIndexPage: (_K.ENTREPRENEURSHIP, ("introduction",)),
    CasePage: (_K.ENTREPRENEURSHIP, ("summary", "industry", "region", "body", "source")),
    PolicyPage: (_K.ENTREPRENEURSHIP, ("summary", "issuer", "number", "region", "body")),
    ProjectPage: (_K.ENTREPRENEURSHIP, ("summary", "team", "awards", "body")),
    TrainingEventPage: (_K.ENTREPRENEURSHIP, ("summary", "organiser", "place", "body")),
    IncubationBasePage: (_K.ENTREPRENEURSHIP, ("summary", "address", "body")),
    NewsIndexPage: (_K.INFORMATION, ("introduction",)),
    NewsPage: (_K.INFORMATION, ("summary", "body")),
    HandbookPage: (_K.INFORMATION, ("summary", "body")),
    GlossaryPage: (_K.INFORMATION, ("introduction",)),
    ReadingListPage: (_K.INFORMATION, ("introduction",)),
}
# What only those find who teach or oversee (cms.reading shows it to nobody else).
PLAN = (
    "objectives",
    "key_points",
    "difficulties",
    "methods",
    "materials",
    "plan",
    "afterthought",
)
_BREAKS = re.compile(r"</(?:p|li|h[1-6])>|<[bh]r[^>]*>", re.I)
_TAGS = re.compile(r"<[^>]*>")
_DOCUMENT_LINK = re.compile(r'<a (?=[^>]*linktype="document")[^>]*\bid="(\d+)"')


@dataclass
class Written:
    """Text line by line with places, and the files that are shown or linked in it: number of the
    document or recording → what the page says of it and the place where it stands."""

    lines: list[str] = field(default_factory=list)
    places: list[tuple[int, str | float]] = field(default_factory=list)
    documents: dict[int, tuple[str, str]] = field(default_factory=dict)
    media: dict[int, str] = field(default_factory=dict)
    _length: int = 0

    def say(self, text: Any) -> None:
        for line in str(text or "").splitlines():
            kept = unicodedata.normalize("NFC", " ".join(line.split())).replace("\0", "")
            if kept:
                self.lines.append(kept)
                self._length += len(kept) + 1

    def here_is(self, place: str | float) -> None:
        self.places.append((self._length, place))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def shown_text(page: Page) -> Written:
    """What students and the public read; `page` must be specific."""
    written = _fields_of(page, SHOWN[type(page)][1])
    for text in _rows_of(page):
        written.say(text)
    return written


def plan_text(page: Page) -> Written | None:
    """The teacher's part; None for pages that have none."""
    return _fields_of(page, PLAN) if isinstance(page, LessonPage) else None


def _rows_of(page: Any) -> Iterator[str]:
    """The words of child rows."""
    if isinstance(page, SyllabusPage):
        yield from (objective.text for objective in page.objectives.all())
        for unit in page.units.all():
            yield from (unit.title, unit.content)
    elif isinstance(page, LessonPage):
        yield from (reading.note for reading in page.readings.all())
    elif isinstance(page, GlossaryPage):
        yield from (f"{term.term} {term.english}\n{term.meaning}" for term in page.terms.all())
    elif isinstance(page, ReadingListPage):
        for item in page.items.all():
            yield f"{item.title} {item.authors} {item.publisher} {item.isbn}\n{item.note}"


def recording_text(media: LibraryMedia) -> Written:
    """What is said in a recording, with its seconds, and what it is about."""
    written = Written()
    cues = cues_of(media)
    for cue in cues or cues_of(media, "en"):
        written.here_is(round(cue.start, 1))
        written.say(" ".join(cue.text.split()))
    written.say(media.caption)
    return written


def document_text(document: LibraryDocument, said_of_it: str, *, inside: str) -> Written:
    """What the page and the library say of it, then what stands in it."""
    written = Written()
    written.say(document.caption)
    written.say(said_of_it)
    written.say(document.filename)
    written.say(inside)
    return written


def _fields_of(page: Any, names: Iterable[str]) -> Written:
    written = Written()
    for name in names:
        kind, value = page._meta.get_field(name), getattr(page, name)
        if not value:
            continue
        if isinstance(kind, StreamField):
            _say_blocks(written, value)
        elif isinstance(kind, RichTextField):
            _say_html(written, value, "")
        else:
            written.say(value)
    return written


def _say_html(written: Written, source: str, place: str) -> None:
    written.say(html.unescape(_TAGS.sub("", _BREAKS.sub("\n", source))))
    for number in _DOCUMENT_LINK.findall(source):
        written.documents.setdefault(int(number), ("", place))


def _say_blocks(written: Written, value: StreamValue) -> None:
    for child in value:
        place = f"b-{child.id}" if child.id else ""
        if child.block_type == "heading" and child.id:
            written.here_is(f"h-{child.id}")
        _say_value(written, child.block, child.value, place)


def _say_value(written: Written, block: Any, value: Any, place: str) -> None:
    """Words that the block shows; numbers, choices and addresses are none."""
    if not value:
        return
    if isinstance(block, RichTextBlock):
        _say_html(written, value.source, place)
    elif isinstance(block, CharBlock | TextBlock):
        written.say(value)
    elif isinstance(block, DocumentChooserBlock):
        written.documents.setdefault(value.pk, ("", place))
    elif isinstance(block, AbstractMediaChooserBlock):
        written.media.setdefault(value.pk, place)
    elif isinstance(block, ImageChooserBlock):
        written.say(value.caption)
    elif isinstance(block, ListBlock):
        for item in value:
            _say_value(written, block.child_block, item, place)
    elif isinstance(block, StreamBlock):
        _say_blocks(written, value)
    elif isinstance(block, StructBlock):
        if isinstance(value.get("document"), LibraryDocument):
            said = (value.get("note") or "", place)
            written.documents[value["document"].pk] = said
        for name, child in block.child_blocks.items():
            inside = value.get(name)
            if isinstance(block, TableBlock | ChartBlock) and name == "rows" and inside:
                # The strokes between cells are how rows are typed, not what is read.
                inside = inside.replace("|", " ")
            _say_value(written, child, inside, place)
