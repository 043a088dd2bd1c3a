"""Which page an address or a key means."""

import uuid
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.content.models import ChapterPage, LessonPage, SectionPage, TextbookPage
from cms.content.readers import may_read
from courses.institutions.prepared_query import Parameter, PreparedQuery, a_key, a_text

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
    return _page(_AT_ADDRESS.first(slug=slug, url_path=f"/{path}")) if slug else None


def readable_page(key: uuid.UUID, user: Any) -> ReadingPage | None:
    """The published lesson, section, chapter or book with this translation key, if the person may
    read it."""
    page: Any = _page(_WITH_KEY.first(key=key))
    return page if type(page) in LONG_TEXTS and may_read(page, user) else None


def _page(found: tuple[int, int] | None) -> Page | None:
    if found is None:
        return None
    pk, content_type = found
    model = ContentType.objects.get_for_id(content_type).model_class()
    return _of_type(model).first(pk=pk) if model is not None else None


def _places(**where: Parameter) -> PreparedQuery[tuple[int, int]]:
    """(pk, content type)"""
    return PreparedQuery(
        lambda: (
            Page.objects.filter(live=True, **where)
            .order_by("pk")
            .values_list("pk", "content_type")[:1]
        )
    )


_AT_ADDRESS = _places(slug=a_text("slug"), url_path=a_text("url_path"))
_WITH_KEY = _places(translation_key=a_key("key"))


@cache
def _of_type(model: type[Page]) -> PreparedQuery[Page]:
    return PreparedQuery(
        lambda: model._default_manager.filter(pk=Parameter("pk"), live=True).defer(
            *LONG_TEXTS.get(model, ())
        )
    )
