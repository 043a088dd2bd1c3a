"""What a link of an outside expert opens beside the page itself."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from cms.reviewing.domain import open_invitation
from cms.reviewing.expert_files import files_of
from media.library.models import LibraryDocument, LibraryMedia
from media.library.sending import send_captions, send_document, send_poster, send_recording
from media.rate_limit import seconds_to_wait

# A player asks for parts of a recording again and again, each time its reader moves in it.
LIMIT, WINDOW = 300, 60


def at_a_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view of a file of the link's revision. 404 alike for a link that doesn't hold and for a
    file that the revision doesn't show."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        who = request.META.get("REMOTE_ADDR", "")
        wait = seconds_to_wait("expert-files", who, limit=LIMIT, seconds=WINDOW)
        if wait:
            return HttpResponse(status=429, headers={"Retry-After": str(wait)})
        invitation = open_invitation(token)
        if invitation is None:
            raise Http404
        answer = view(request, files_of(invitation), **kwargs)
        answer["X-Robots-Tag"] = "noindex, nofollow"
        answer["Referrer-Policy"] = "same-origin"
        return answer

    return guarded


@at_a_link
def media(request: HttpRequest, files: list[Any], public_id: uuid.UUID) -> HttpResponseBase:
    return send_recording(request, _recording(files, public_id))


@at_a_link
def poster(request: HttpRequest, files: list[Any], public_id: uuid.UUID) -> HttpResponseBase:
    return send_poster(request, _recording(files, public_id))


@at_a_link
def captions(
    request: HttpRequest, files: list[Any], public_id: uuid.UUID, language: str
) -> HttpResponseBase:
    return send_captions(_recording(files, public_id), language)


@at_a_link
def document(request: HttpRequest, files: list[Any], number: int) -> HttpResponseBase:
    for one in files:
        if isinstance(one, LibraryDocument) and one.pk == number:
            return send_document(request, one)
    raise Http404


def _recording(files: list[Any], public_id: uuid.UUID) -> LibraryMedia:
    for one in files:
        if isinstance(one, LibraryMedia) and one.public_id == public_id:
            return one
    raise Http404
