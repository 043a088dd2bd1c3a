"""Keeping a video or an audio recording."""

from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection

from media.library.errors import MediaRefused
from media.library.limits import recording_limit, refuse_larger
from media.library.models import LibraryMedia
from media.library.probing import probe
from media.library.recordings import CONTAINERS, Recording


def inspect(file: Any, *, kind: str) -> Recording:
    """What an uploaded recording holds; raises MediaRefused for one too large or not playable."""
    refuse_larger(file.size, recording_limit())
    return probe(file, name=file.name, kind=kind)


def note_what_was_found(media: LibraryMedia, found: Recording, *, size: int) -> None:
    """Write what was found in the file into the (unsaved) row; nobody types it."""
    media.type = found.kind
    media.duration = found.duration
    media.width, media.height = found.width, found.height
    media.content_type = found.content_type
    media.size = size


def store_media(
    content_file: Any,
    *,
    title: str,
    caption: str,
    source: str,
    licence: str,
    collection: Collection,
    by: Any,
) -> LibraryMedia:
    """Keep the recording `content_file` (a Django File with a name). Video or audio, length, sides
    and codecs are found in it. Raises MediaRefused, and then nothing is stored."""
    if not all((title.strip(), caption.strip(), source.strip(), licence.strip())):
        raise MediaRefused(_("Title, caption, source and licence of a recording are needed."))
    ending = PurePath(content_file.name).suffix.lower().lstrip(".")
    kind = "audio" if ending in CONTAINERS["audio"] else "video"
    found = inspect(content_file, kind=kind)
    media = LibraryMedia(
        title=title,
        caption=caption,
        source=source,
        licence=licence,
        collection=collection,
        uploaded_by_user=by,
    )
    note_what_was_found(media, found, size=content_file.size)
    media.file.save(content_file.name, content_file, save=False)
    try:
        with transaction.atomic():
            media.full_clean(exclude=["tags"])
            media.save()
    except Exception:
        media.file.storage.delete(media.file.name)
        raise
    return media
