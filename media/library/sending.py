"""Sending what a recording or a document holds. The caller has decided that the person may have
it."""

import mimetypes

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from media.library.models import CaptionTrack, LibraryDocument, LibraryMedia
from media.library.responses import NEVER_KEPT, etag_of, file_response

# A browser keeps the parts of a video, but asks each time whether it may show them.
KEPT_BY_BROWSER = "private, no-cache"
UNKNOWN = "application/octet-stream"


def send_recording(request: HttpRequest, media: LibraryMedia) -> HttpResponseBase:
    """Whole or in parts."""
    return file_response(
        request,
        media.file,
        # Players are told the codecs by the page; here the plain type is what all accept.
        content_type=media.content_type.partition(";")[0] or UNKNOWN,
        etag=etag_of(media.file),
        cache_control=KEPT_BY_BROWSER,
    )


def send_poster(request: HttpRequest, media: LibraryMedia) -> HttpResponseBase:
    """404 where there is none."""
    if not media.thumbnail:
        raise Http404
    return file_response(
        request,
        media.thumbnail,
        content_type=mimetypes.guess_type(media.thumbnail.name)[0] or UNKNOWN,
        etag=etag_of(media.thumbnail),
        cache_control=KEPT_BY_BROWSER,
    )


def send_captions(media: LibraryMedia, language: str) -> HttpResponse:
    """404 where there are none in that language."""
    track = get_object_or_404(CaptionTrack, media=media, language=language)
    return HttpResponse(
        track.webvtt,
        content_type="text/vtt; charset=utf-8",
        headers={"Cache-Control": KEPT_BY_BROWSER},
    )


def send_document(request: HttpRequest, document: LibraryDocument) -> HttpResponseBase:
    """To be saved, never shown in place: a document isn't a page of ours."""
    return file_response(
        request,
        document.file,
        content_type=mimetypes.guess_type(document.filename)[0] or UNKNOWN,
        etag=etag_of(document.file),
        cache_control=NEVER_KEPT,
        filename=document.filename,
        attachment=True,
    )
