"""A recording or a document may be opened by whoever may read a page that shows it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from cms.content.readers import readable_pages
from cms.content.shown_files import shows
from media.library.permissions import LibraryFile, register_reader

# A file shown on more pages is as good as public; the newest pages are the likeliest to be read.
PAGES_LOOKED_AT = 50


@register_reader
def reads_a_page_that_shows_it(user: Any, file: LibraryFile) -> bool:
    """At most five queries, whatever the number of pages, and one a page type. The index knows
    drafts as well, and what a draft will show is nobody's yet: each page is asked as it is
    published."""
    references = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    numbers = {int(number) for number in references.values_list("object_id", flat=True)}
    if not numbers:
        return False
    pages = readable_pages(user, Page.objects.live().filter(pk__in=numbers))
    newest = pages.order_by("-pk").specific()[:PAGES_LOOKED_AT]
    return any(shows(page, file) for page in newest)
