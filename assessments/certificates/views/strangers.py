"""What anybody may read without signing in: counted by address."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from media.rate_limit import seconds_to_wait

View = Callable[..., HttpResponse]


def counted_by_address(
    what: str, *, limit: int, refused: Callable[[HttpRequest, int], HttpResponse]
) -> Callable[[View], View]:
    """A view that only reads, at most `limit` times a minute for each address; whoever asks more
    often gets what `refused` makes of the request and the seconds to wait, as 429."""

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            address = request.META.get("REMOTE_ADDR", "")
            wait = seconds_to_wait(what, address, limit=limit, seconds=60)
            if not wait:
                return view(request, *args, **kwargs)
            response = refused(request, wait)
            response.status_code = 429
            response["Retry-After"] = str(wait)
            return response

        return answered

    return decorate
