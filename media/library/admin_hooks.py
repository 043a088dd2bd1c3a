"""Recordings and documents in Wagtail: what its choosers list, and who is served a document."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from wagtail import hooks

from media.library.models import LibraryDocument
from media.library.permissions import choosable_media, may_open


@hooks.register("construct_media_chooser_queryset")
def recordings_of_the_institution(found: Any, request: HttpRequest) -> Any:
    """wagtailmedia 0.19 lists only recordings that one may change; colleagues' may be chosen."""
    return choosable_media(request.user)


@hooks.register("before_serve_document")
def serve_to_readers(document: LibraryDocument, request: HttpRequest) -> HttpResponse | None:
    """Wagtail serves a document to everybody who knows its number."""
    if may_open(request.user, document):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    raise Http404
