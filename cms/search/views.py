"""The screen of search, for everybody: who asks decides what there is to find."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.search.domain import find, question_of
from cms.search.enums import EntryKind
from media.rate_limit import seconds_to_wait

# A person who reads results asks far less often than once in two seconds.
QUESTIONS_A_MINUTE = 30
# Behind one address of a dormitory sit many students; only what is asked without an account counts.
STRANGERS_A_MINUTE = 60


@never_cache
@require_safe
def results(request: HttpRequest) -> HttpResponseBase:
    """Results for `q`, narrowed to `kind`; without `q` the box alone."""
    text, kind = request.GET.get("q", ""), request.GET.get("kind", "")
    if text.strip():
        user = request.user
        known = user.is_authenticated
        wait = seconds_to_wait(
            "search",
            str(user.pk) if known else f"at-{request.META.get('REMOTE_ADDR', '')}",
            limit=QUESTIONS_A_MINUTE if known else STRANGERS_A_MINUTE,
            seconds=60,
        )
        if wait:
            refused = render(
                request, "cms/search/too_often.html", {"seconds": wait, "q": text[:100]}, status=429
            )
            refused["Retry-After"] = str(wait)
            return _for_nobody_else(refused)
    found = find(request.user, question_of(text), kind=kind, number=request.GET.get("page", "1"))
    context = {
        "q": found.question.text,
        "found": found,
        "page": found.page,
        "kind": kind if kind in EntryKind.values else "",
    }
    return _for_nobody_else(render(request, "cms/search/results.html", context))


def _for_nobody_else(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
