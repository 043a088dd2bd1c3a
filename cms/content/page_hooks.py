"""What Wagtail asks of us while it serves a page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page

from cms.content.models import Audience
from cms.content.readers import audience_of, may_read


@hooks.register("before_serve_page")
def hide_from_others(
    page: Page, request: HttpRequest, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    """404 for whoever may not read the page. `request.is_shared_answer` says whether the answer
    may be kept for everybody: then nothing in it belongs to one browser, no form's token either."""
    audience = audience_of(page)
    if not may_read(page, request.user, audience=audience):
        raise Http404
    request.is_shared_answer = (  # type: ignore[attr-defined]  # read by templates and the cache
        audience == Audience.PUBLIC
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
    )
