"""Pages of a signed-in person stay with that person."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse


class PrivatePagesMiddleware:
    """no-store on every answer to a signed-in person (ASVS 14.3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Reading the user would make an anonymous page vary by cookie: look only if a view did.
        user = getattr(request, "_cached_user", None)
        if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class ClientAddressMiddleware:
    """REMOTE_ADDR is the person's address, also behind TRUSTED_PROXIES reverse proxies of ours.

    Each trusted proxy appends the address it saw, so the n-th from the right is the first that
    nobody outside could have written.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        count = settings.TRUSTED_PROXIES
        if count:
            seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
            if len(seen) >= count and seen[-count]:
                request.META["REMOTE_ADDR"] = seen[-count]
        return self.get_response(request)


class NulCharacterMiddleware:
    """400 for an address with a NUL character: nobody types one, and PostgreSQL takes none.

    Fields of forms refuse it themselves; filters read from the address don't.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query or "\0" in query or "\0" in request.path_info:
            raise BadRequest
        return self.get_response(request)
