"""Which page an address means."""

from wagtail.models import Page

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


def page_at(path: str) -> Page | None:
    """The published page at an address without the slash in front, as its own type; None where
    there is none. One query for a lesson or a textbook's page, two for others.

    The root of the site is the root of the tree (`ensure_site_root`), so an address is the page's
    `url_path`; the slug beside it is what has an index.
    """
    slug = path.rstrip("/").rpartition("/")[2]
    if not slug:
        return None
    found = (
        Page.objects.filter(slug=slug, url_path=f"/{path}", live=True)
        .select_related("content_type", *READING_TYPES)
        .defer(*LONG_TEXTS)
        .first()
    )
    if found is None:
        return None
    name = found.content_type.model
    return getattr(found, name) if name in READING_TYPES else found.specific
