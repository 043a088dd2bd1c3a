"""Public pages from the cache, before anything is asked of the database."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cms.content.page_cache import keep_answer, kept_answer, kept_at, key_of

logger = logging.getLogger(__name__)


class PublicPageCacheMiddleware:
    """Stands after what every answer needs (addresses, HTTPS, static files) and before the rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.PUBLIC_PAGE_SECONDS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = key_of(request)
        if key is None:
            return self.get_response(request)
        try:
            stamp, found = kept_at(key, request.path)
            kept = kept_answer(found, stamp, request)
        except Exception:
            # Whatever the store of the cache raises, the page can still be made.
            logger.exception("The cache of public pages can't be read.")
            return self.get_response(request)
        if kept is not None:
            return kept
        # The stamp was read before the page: what is published meanwhile makes this answer old.
        response = self.get_response(request)
        try:
            keep_answer(key, stamp, request, response)
        except Exception:
            logger.exception("The cache of public pages can't be written.")
        return response
