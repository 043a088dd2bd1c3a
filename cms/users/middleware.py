"""Pages of a signed-in person stay with that person."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class PrivatePagesMiddleware:
    """no-store on every answer to a signed-in person (ASVS 14.3.2)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Reading the user would make an anonymous page vary by cookie: look only if it was read.
        if "_cached_user" in request.__dict__ or hasattr(request, "_cached_user"):
            user = getattr(request, "user", None)
            if user is not None and user.is_authenticated and not response.has_header("Cache-Control"):
                response["Cache-Control"] = "private, no-store"
        return response
