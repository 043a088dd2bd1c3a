"""What a player asks and reports."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from media.library.models import LibraryMedia
from media.library.permissions import may_open
from media.rate_limit import seconds_to_wait
from media.watching.domain import TooFast, Watched, WatchRefused, record_watched, state_of
from media.watching.pace import pace_of
from media.watching.reports import read_report

# A player reports every 15 seconds; several tabs, pauses and a page full of videos fit in.
REPORTS_A_MINUTE = 120


@login_required
@require_POST
def report(request: HttpRequest, public_id: uuid.UUID) -> JsonResponse:
    """Take a player's report (see reports.read_report). 200: stored, with what is known now; 422:
    never acceptable; 429: not yet, `retry_after` says in how many seconds."""
    media = _media(request.user, public_id)
    wait = seconds_to_wait("watching", str(request.user.pk), limit=REPORTS_A_MINUTE, seconds=60)
    if wait:
        return _later(_("Too many reports at once."), wait)
    try:
        sent = read_report(request.body)
        known = record_watched(
            request.user,
            media,
            ranges=sent.ranges,
            position_ms=sent.position_ms,
            position_age=sent.position_age,
        )
    except TooFast as refusal:
        if refusal.seconds is not None:
            return _later(str(refusal), refusal.seconds)
        return JsonResponse({"error": str(refusal)}, status=422)
    except WatchRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    # A player that is opened reports nothing yet: it learns which speeds count.
    return JsonResponse(_told(known) | ({} if sent.ranges else _fastest(request.user)))


@login_required
@require_safe
def state(request: HttpRequest, public_id: uuid.UUID) -> JsonResponse:
    """What is known of this person and recording."""
    known = state_of(request.user, _media(request.user, public_id))
    return JsonResponse(_told(known) | _fastest(request.user))


def _media(user: Any, public_id: uuid.UUID) -> LibraryMedia:
    media = get_object_or_404(LibraryMedia, public_id=public_id)
    if not may_open(user, media):
        raise Http404
    return media


def _told(known: Watched) -> dict[str, int]:
    return {
        "duration": known.duration_ms,
        "watched": known.watched_ms,
        "position": known.position_ms,
        "percent": known.percent,
    }


def _fastest(user: Any) -> dict[str, float]:
    return {"fastest": float(pace_of(user.pk, timezone.localdate()).max_rate)}


def _later(message: str, seconds: int) -> JsonResponse:
    response = JsonResponse({"error": message, "retry_after": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    return response
