"""The calendars of classes and rooms: addresses made, listed, revoked."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from courses.timetable.domain.feed_sharing import MODELS, SHARERS, may_revoke, shareable
from courses.timetable.domain.feeds import revoke_feed, share_feed
from courses.timetable.forms import SharedFeedFilter, SharedFeedForm
from courses.timetable.models import SharedFeed
from courses.timetable.views.terms import signed_in

READERS = (*SHARERS, RoleKind.AUDITOR)
PAGE_SIZE = 50


@allow(*READERS)
@require_safe
def shared_feeds(request: HttpRequest) -> HttpResponse:
    """Who made which address when, and a form to make one: `?kind=room&of=<id>`."""
    return _page(request)


@allow(*SHARERS)
@require_POST
def shared_feed_make(request: HttpRequest) -> HttpResponse:
    """A new address, shown this once: only its digest is kept."""
    kind = _kind(request.POST)
    rows = shareable(signed_in(request), kind, institution=institution_of(request, *SHARERS))
    form = SharedFeedForm(request.POST, rows=rows)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    feed, secret = share_feed(
        form.cleaned_data["of"], purpose=form.cleaned_data["purpose"], by=signed_in(request)
    )
    address = settings.BASE_URL.rstrip("/") + reverse("feeds:ics", kwargs={"token": secret})
    response = _page(request, made=feed, address=address)
    response["Cache-Control"] = "private, no-store"
    return response


@allow(*SHARERS)
@require_POST
def shared_feed_revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The address stops answering; the line stays."""
    feed = get_object_or_404(
        SharedFeed.objects.visible_to(request.user),
        public_id=public_id,
        institution=institution_of(request, *SHARERS),
    )
    if not may_revoke(signed_in(request), feed):
        raise PermissionDenied
    revoke_feed(feed, by=signed_in(request))
    messages.success(request, _("The calendar address no longer works."))
    return redirect("timetable:shared_feeds")


def _page(
    request: HttpRequest, *, form: SharedFeedForm | None = None, status: int = 200, **made: Any
) -> HttpResponse:
    user = signed_in(request)
    institution = institution_of(request, *READERS)
    kind = _kind(request.POST if request.method == "POST" else request.GET)
    asked = SharedFeedFilter(request.GET)
    found = SharedFeed.objects.visible_to(user).filter(institution=institution).with_names()
    if asked.is_valid():
        found = found.matching(asked.cleaned_data["q"])
        if asked.cleaned_data["state"] != "all":
            found = found.standing()
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = shareable(user, kind, institution=institution)
    context = {
        "filter": asked,
        "page": page,
        "lines": [(feed, may_revoke(user, feed)) for feed in page],
        "kinds": _kinds(request),
        "kind": kind,
        "form": form or SharedFeedForm(rows=rows, initial={"of": request.GET.get("of")}),
        **made,
    }
    return render(request, "courses/timetable/shared_feeds.html", context, status=status)


def _kinds(request: HttpRequest) -> list[tuple[str, str]]:
    """What the person can make feeds of at all; nothing for an auditor."""
    roles = scope_of(request.user)
    names = {
        "teaching-class": _("Teaching class"),
        "class": _("Administrative class"),
        "room": _("Room"),
    }
    if roles.has(RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR):
        wanted = list(names)
    elif roles.has(RoleKind.DEPARTMENT_COORDINATOR):
        wanted = ["teaching-class", "class"]
    elif roles.has(RoleKind.INSTRUCTOR):
        wanted = ["teaching-class"]
    else:
        wanted = []
    return [(name, names[name]) for name in wanted]


def _kind(asked: Any) -> str:
    kind = asked.get("kind") or "teaching-class"
    if kind not in MODELS:
        raise Http404
    return str(kind)
