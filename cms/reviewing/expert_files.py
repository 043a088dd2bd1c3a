"""The files of one revision for the holder of its link: below the link's own address, so they end
with it, and none but those that the revision shows."""

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from cms.content.shown_files import recordings_and_documents_in
from cms.reviewing.models import ReviewInvitation
from media.library.models import LibraryDocument, LibraryMedia

LibraryFile = LibraryMedia | LibraryDocument


def files_of(invitation: ReviewInvitation) -> list[LibraryFile]:
    """Recordings and documents of exactly the revision that the link shows."""
    return recordings_and_documents_in(invitation.revision.as_object())


def at_the_link(html: str, files: Iterable[LibraryFile], *, token: str) -> SafeString:
    """`html` of a part of the revision, with the addresses of `files` changed to those at the
    link. What blocks write is for people with a role, and opens for nobody else."""
    for file in files:
        html = _address(file).sub(_new_address(file, token), html)
    return mark_safe(html)  # noqa: S308 — safe before; whole addresses were exchanged


def _address(file: Any) -> re.Pattern[str]:
    if isinstance(file, LibraryMedia):
        return re.compile('(?<=")' + re.escape(reverse("library:media", args=[file.public_id])))
    # The name at the end is for people, and may be another one in an older text.
    named = reverse("wagtaildocs_serve", args=[file.pk, "x"]).removesuffix("x")
    return re.compile('(?<=")' + re.escape(named) + '[^"]*')


def _new_address(file: Any, token: str) -> str:
    if isinstance(file, LibraryMedia):
        return reverse("expert:media", args=[token, file.public_id])
    return reverse("expert:document", args=[token, file.pk])
