"""Verification without signing in: one lookup, few words, no cookie, counted by address."""

from collections.abc import Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import translation

from assessments.certificates.domain.codes import grouped, normalise_code
from assessments.certificates.domain.verification import look_up
from assessments.certificates.views.strangers import View, counted_by_address

# An employer with a pile of papers stays below it; 80 bits are not guessed at this pace.
REQUESTS_A_MINUTE = 30


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    return _page(request, "too_many.html", {"seconds": seconds})


def _public(view: View) -> View:
    """Counted, in the language asked for by ?language=, never stored and never indexed."""
    counted = counted_by_address("verify", limit=REQUESTS_A_MINUTE, refused=_too_many)(view)

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.GET.get("language", "")
        language = wanted if wanted in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(language):
            response = counted(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


@_public
def form(request: HttpRequest) -> HttpResponse:
    """Type a code; `?code=` leads to its address."""
    code = normalise_code(request.GET.get("code", ""))
    if not code:
        return _page(request, "form.html", {"typed": "code" in request.GET})
    response = redirect("verify:certificate", code=code)
    if request.GET.get("language"):
        response["Location"] += f"?language={translation.get_language()}"
    return response


@_public
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate says, with the name masked; 404 for a code that nobody was given."""
    code = normalise_code(code)
    found = look_up(code)
    return _page(
        request,
        "certificate.html",
        {"found": found, "code": grouped(code)},
        status=200 if found else 404,
    )


def _page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    # Without the request: the shell's context would read the session and set a cookie.
    language = translation.get_language()
    other = "en" if language == "zh-hans" else "zh-hans"
    content = render_to_string(
        f"assessments/certificates/verify/{template}",
        {**context, "path": request.path, "language": language, "other_language": other},
    )
    return HttpResponse(content, status=status)
