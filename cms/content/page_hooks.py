"""What Wagtail asks of us while it serves a page."""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cms.content.readers import may_read


@hooks.register("before_serve_page")
def hide_from_others(
    page: Page, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """404 for whoever may not read the page."""
    if not may_read(page, request.user):
        raise Http404
