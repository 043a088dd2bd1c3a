"""From an address to its page in one step."""

from django.http import HttpRequest, HttpResponse
from wagtail import views as wagtail_views
from wagtail.url_routing import RouteResult

from cms.reading.domain.finding import page_at


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, told which page it is. Left alone it asks two questions for every part of
    the address; what serves, refuses or caches a page hears of it all the same."""
    page = page_at(path)
    if page is not None:
        # Where Wagtail itself keeps the answer for the rest of the request.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    response: HttpResponse = wagtail_views.serve(request, path)
    return response
