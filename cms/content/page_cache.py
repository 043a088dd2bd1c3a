"""Answers of public pages, kept for people who aren't signed in (docs/decisions/0007).

Each kept answer carries the stamp that its home had when the request began. Publishing gives the
home a new stamp, so all its answers are old at once: the page, and whatever lists it.
"""

import datetime
import hashlib
import logging
import secrets
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language_from_request

logger = logging.getLogger(__name__)

# Files are shown by pages of several homes: a school's copy shows pictures of the province.
FILES = "files"

Stamp = tuple[str, str]


@dataclass(frozen=True)
class Kept:
    stamp: Stamp
    content: bytes
    headers: tuple[tuple[str, str], ...]


def key_of(request: HttpRequest) -> str | None:
    """Under what an answer to this request is kept; None for requests that never share one:
    those of a browser with a session or a message, with a query, or that change something."""
    if (
        request.method not in ("GET", "HEAD")
        or request.META.get("QUERY_STRING")
        or settings.SESSION_COOKIE_NAME in request.COOKIES
        or "messages" in request.COOKIES
    ):
        return None
    # get_host refuses hosts that aren't ours, as CommonMiddleware would.
    parts = (request.scheme, request.get_host(), get_language_from_request(request), request.path)
    return "page:" + hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def stamp_of(path: str) -> Stamp:
    """The present stamps of the home that the path lies below, and of all files."""
    return kept_at("", path)[0]


def kept_at(key: str, path: str) -> tuple[Stamp, Kept | None]:
    """The present stamps, and what is kept under the key, old or not; one trip to the cache."""
    cache = caches["default"]
    names = (f"page-stamp:{_home_in(path)}", f"page-stamp:{FILES}")
    found = cache.get_many([*names, *([key] if key else [])])
    for name in names:
        if name not in found:
            # Two may come at once: what was added first counts.
            cache.add(name, secrets.token_hex(8), timeout=None)
            found[name] = cache.get(name, "")
    return (found[names[0]], found[names[1]]), found.get(key)


def forget_home(slug: str) -> None:
    """No answer below this home is given again, from the end of the transaction on."""
    transaction.on_commit(partial(_renew, f"page-stamp:{slug}"))


def forget_all() -> None:
    """No answer of any home is given again, from the end of the transaction on."""
    transaction.on_commit(partial(_renew, f"page-stamp:{FILES}"))


def _renew(name: str) -> None:
    caches["default"].set(name, secrets.token_hex(8), timeout=None)


def _home_in(path: str) -> str:
    return path.strip("/").partition("/")[0]


def kept_answer(kept: Kept | None, stamp: Stamp, request: HttpRequest) -> HttpResponse | None:
    """The kept answer, or 304 where the browser has it already; None when there is none, or it is
    old."""
    if kept is None or kept.stamp != stamp:
        return None
    headers = dict(kept.headers)
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        not_modified = HttpResponseNotModified()
        for name in ("ETag", "Cache-Control", "Vary"):
            not_modified[name] = headers[name]
        return not_modified
    return HttpResponse(kept.content, headers=headers)


def keep_answer(key: str, stamp: Stamp, request: HttpRequest, response: HttpResponseBase) -> None:
    """Keep the answer if anybody may have it; browsers ask each time whether it still holds."""
    if not _may_be_shared(request, response):
        return
    assert isinstance(response, HttpResponse)
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, no_cache=True)
    if request.method == "GET":
        kept = Kept(stamp, response.content, tuple(response.items()))
        caches["default"].set(key, kept, timeout=_seconds())


def _may_be_shared(request: HttpRequest, response: HttpResponseBase) -> bool:
    user = getattr(request, "_cached_user", None)
    return (
        # Set where the page is served, for pages that are public (cms.content.page_hooks).
        getattr(request, "is_shared_answer", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and "'nonce-" not in response.get("Content-Security-Policy", "")
        and (user is None or user.is_anonymous)
    )


def _seconds() -> float:
    """Until the day ends at most: a policy may come into force tomorrow."""
    now = timezone.localtime()
    tomorrow = datetime.datetime.combine(
        now.date() + datetime.timedelta(days=1), datetime.time.min, tzinfo=now.tzinfo
    )
    return min(settings.PUBLIC_PAGE_SECONDS, (tomorrow - now).total_seconds())
