"""Requests too large are answered before a byte of them is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

# What a form holds beside its file.
REST_OF_THE_FORM = 1024 * 1024


class UploadLimitMiddleware:
    """413 in words for a request whose stated length is more than its address takes, 411 for one
    that states none: a body of unknown length is never read.

    It stands behind the session, because strangers may send forms only, and before anything that
    reads the body (CSRF does so in its view step, which comes later).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or ""
        if not length and "chunked" in request.headers.get("Transfer-Encoding", "").lower():
            return render(request, "errors/411.html", status=411)
        # Not a number: Django reads such a body as empty.
        size = int(length[:20]) if length.isdecimal() else 0
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            limit = limit_of(request)
            if size > limit + REST_OF_THE_FORM:
                words = {"limit": filesizeformat(limit)}
                return render(request, "errors/413.html", words, status=413)
        return self.get_response(request)


def limit_of(request: HttpRequest) -> int:
    """Bytes that a file sent to this address by this person may have."""
    if not request.user.is_authenticated:
        return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
    if request.path_info.startswith(reverse("wagtailmedia:index")):
        return int(settings.QIHANG_MAX_RECORDING_SIZE)
    return int(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
