"""Which page an address or a key means."""

import uuid
from typing import Any

from wagtail.models import Page

from cms.content.models import ChapterPage, LessonPage, SectionPage, TextbookPage
from cms.content.readers import may_read

# Read in the same query as the page; the long texts only when they must be rendered anew.
READING_TYPES = ("lessonpage", "sectionpage", "chapterpage", "textbookpage")
LONG_TEXTS = (
    "lessonpage__body",
    "lessonpage__plan",
    "lessonpage__objectives",
    "lessonpage__key_points",
    "lessonpage__difficulties",
    "lessonpage__afterthought",
    "lessonpage__preparation",
    "lessonpage__homework",
    "sectionpage__body",
)
ReadingPage = LessonPage | SectionPage | ChapterPage | TextbookPage


def page_at(path: str) -> Page | None:
    """The published page at an address without the slash in front, as its own type; None where
    there is none. One query for a lesson or a textbook's page, two for others.

    The root of the site is the root of the tree (`ensure_site_root`), so an address is the page's
    `url_path`; the slug beside it is what has an index.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    if not slug:
        return None
    found = _with_types().filter(slug=slug, url_path=f"/{path}").first()
    if found is None:
        return None
    name = found.content_type.model
    return getattr(found, name) if name in READING_TYPES else found.specific


def readable_page(key: uuid.UUID, user: Any) -> ReadingPage | None:
    """The published lesson, section, chapter or book with this translation key, if the person may
    read it."""
    found = _with_types().filter(translation_key=key, content_type__model__in=READING_TYPES).first()
    if found is None:
        return None
    page: ReadingPage = getattr(found, found.content_type.model)
    return page if may_read(page, user) else None


def _with_types() -> Any:
    pages = Page.objects.filter(live=True).select_related("content_type", *READING_TYPES)
    return pages.defer(*LONG_TEXTS)
