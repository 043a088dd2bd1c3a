"""Which page an address or a key means."""

import uuid
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.content.models import ChapterPage, LessonPage, SectionPage, TextbookPage
from cms.content.readers import may_read

# Read only when they must be rendered anew.
LONG_TEXTS: dict[type[Page], tuple[str, ...]] = {
    LessonPage: (
        "body",
        "plan",
        "objectives",
        "key_points",
        "difficulties",
        "afterthought",
        "preparation",
        "homework",
    ),
    SectionPage: ("body",),
    ChapterPage: (),
    TextbookPage: (),
}
ReadingPage = LessonPage | SectionPage | ChapterPage | TextbookPage


def page_at(path: str) -> Page | None:
    """The published page at an address without the slash in front, as its own type; None where
    there is none. Two queries, whatever the depth. (One that joins the tables of all types costs
    more to put together than it saves.)

    The root of the site is the root of the tree (`ensure_site_root`), so an address is the page's
    `url_path`; the slug beside it is what has an index.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    return _page(slug=slug, url_path=f"/{path}") if slug else None


def readable_page(key: uuid.UUID, user: Any) -> ReadingPage | None:
    """The published lesson, section, chapter or book with this translation key, if the person may
    read it."""
    page: Any = _page(translation_key=key)
    return page if type(page) in LONG_TEXTS and may_read(page, user) else None


def _page(**where: Any) -> Page | None:
    found = Page.objects.filter(live=True, **where).values_list("pk", "content_type").first()
    if found is None:
        return None
    pk, content_type = found
    model = ContentType.objects.get_for_id(content_type).model_class()
    if model is None:
        return None
    pages = model._default_manager.filter(pk=pk, live=True)
    page: Page | None = pages.defer(*LONG_TEXTS.get(model, ())).first()
    return page
