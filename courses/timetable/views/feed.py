"""The calendar feed, and the page on which a person gets its address."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow
from courses.timetable.domain.feed_subjects import FeedRevoked
from courses.timetable.domain.feeds import Feed, feed_of, renew_feed, switch_off_feed
from courses.timetable.models import FeedToken
from courses.timetable.views.terms import OWNERS, signed_in
from media.rate_limit import seconds_to_wait

# A campus may share one address: many phones are fine, guessing secrets isn't.
MOST_REQUESTS, MOST_MISSES, WINDOW = 600, 20, 60


@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of whoever holds the secret; no signing in, no cookie."""
    address = request.META.get("REMOTE_ADDR", "")
    wait = seconds_to_wait("feed", address, limit=MOST_REQUESTS, seconds=WINDOW)
    if wait:
        return _too_many(wait)
    try:
        feed = feed_of(token)
    except FeedRevoked:
        # A calendar that is told 410 stops asking; who knew the secret learns nothing by it.
        return HttpResponse(
            _("This calendar address was revoked."),
            status=410,
            content_type="text/plain; charset=utf-8",
        )
    if feed is None:
        wait = seconds_to_wait("feed-miss", address, limit=MOST_MISSES, seconds=WINDOW)
        if wait:
            return _too_many(wait)
        raise Http404
    etag = f'"{feed.fingerprint}"'
    # Compared by ETag alone: leaving a class takes meetings away and makes nothing newer.
    answer = get_conditional_response(request, etag=etag) or _document(feed)
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@allow(*OWNERS)
@require_safe
def own_feed(request: HttpRequest) -> HttpResponse:
    """Whether the person has a feed, and how to get one."""
    token = FeedToken.objects.filter(user=signed_in(request)).first()
    return render(request, "courses/timetable/feed.html", {"token": token})


@allow(*OWNERS)
@require_POST
def feed_renew(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once: only its digest is kept."""
    secret = renew_feed(signed_in(request))
    path = reverse("feeds:ics", kwargs={"token": secret})
    context = {
        "token": FeedToken.objects.get(user=signed_in(request)),
        "address": settings.BASE_URL.rstrip("/") + path,
    }
    response = render(request, "courses/timetable/feed.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@allow(*OWNERS)
@require_POST
def feed_switch_off(request: HttpRequest) -> HttpResponse:
    """The address stops answering."""
    switch_off_feed(signed_in(request))
    messages.success(request, _("The calendar address no longer works."))
    return redirect("timetable:feed")


def _document(feed: Feed) -> HttpResponse:
    response = HttpResponse(feed.document(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="timetable.ics"'
    return response


def _too_many(wait: int) -> HttpResponse:
    response = HttpResponse(_("Too many requests. Please try again later."), status=429)
    response["Content-Type"] = "text/plain; charset=utf-8"
    response["Retry-After"] = str(wait)
    return response
