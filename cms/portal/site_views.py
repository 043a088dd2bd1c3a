"""The start page and the language switch."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST, require_safe


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The signed-in person's home, or the sign-in page."""
    return redirect("portal:home" if request.user.is_authenticated else "account_login")


@require_safe
def language_page(request: HttpRequest) -> HttpResponse:
    """The choice of a language, for pages that are kept for everybody and so hold no form."""
    context = {"back": _path_back(request, request.GET.get("next", "/"))}
    return render(request, "cms/portal/language.html", context)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and on the account of a signed-in person."""
    language = request.POST.get("language", "")
    response = redirect(_path_back(request, request.POST.get("next", "/")))
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 60 * 60,
            httponly=True,
            secure=request.is_secure(),
            samesite="Lax",
        )
        if request.user.is_authenticated and request.user.language != language:
            request.user.language = language
            request.user.save(update_fields=["language"])
    return response


def _path_back(request: HttpRequest, back: str) -> str:
    """Only a path: `redirect` takes anything else for the name of a view."""
    hosts = {request.get_host()}
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=hosts):
        return back
    return "/"
