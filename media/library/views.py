"""Recordings, their posters and their words, for those who may open them; for others 404."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe
from django.views.static import serve

from media.library.domain.captions import cues_of
from media.library.models import LibraryMedia
from media.library.permissions import may_open
from media.library.sending import send_captions, send_poster, send_recording

View = Callable[..., HttpResponseBase]


def for_readers(view: View) -> View:
    """The view of a recording, for those who may open it; others find nothing, and strangers are
    led to sign in."""

    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, public_id: uuid.UUID, **kwargs: Any) -> HttpResponseBase:
        found = get_object_or_404(LibraryMedia, public_id=public_id)
        if may_open(request.user, found):
            return view(request, found, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404

    return guarded


@for_readers
def media(request: HttpRequest, found: LibraryMedia) -> HttpResponseBase:
    return send_recording(request, found)


@for_readers
def poster(request: HttpRequest, found: LibraryMedia) -> HttpResponseBase:
    return send_poster(request, found)


@for_readers
def captions(request: HttpRequest, found: LibraryMedia, language: str) -> HttpResponse:
    return send_captions(found, language)


@for_readers
def transcript(request: HttpRequest, found: LibraryMedia) -> HttpResponse:
    """The words with their times; `?language=` chooses among the languages that there are."""
    languages = list(found.tracks.order_by("-language").values_list("language", flat=True))
    if not languages:
        raise Http404
    wanted = request.GET.get("language", "")
    language = wanted if wanted in languages else languages[0]
    return render(
        request,
        "media/library/transcript.html",
        {"media": found, "cues": cues_of(found, language), "language": language},
    )


# What Wagtail writes below MEDIA_ROOT; uploads that wait to be described lie beside them.
IMAGE_FOLDERS = ("images", "original_images")


@require_safe
def public_image(request: HttpRequest, name: str) -> HttpResponseBase:
    """An image of a page, in the size that the page shows. A proxy in front may take this over."""
    if name.split("/", 1)[0] not in IMAGE_FOLDERS:
        raise Http404
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    # A changed image gets a new name.
    response["Cache-Control"] = "public, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    return response
