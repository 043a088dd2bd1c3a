"""Storing a private file, and removing it."""

import hashlib
import io
import mimetypes
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from media.library.models import PrivateFile

CHUNK = 256 * 1024


def store_private(content: bytes, *, name: str, by: Any, content_type: str = "") -> PrivateFile:
    """Keep `content` outside the web root. The caller has checked size and kind."""
    guessed = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return store_private_stream(io.BytesIO(content), name=name, by=by, content_type=guessed)


def store_private_stream(file: IO[bytes], *, name: str, by: Any, content_type: str) -> PrivateFile:
    """The same of an open file that stands at its beginning, with the memory of one chunk."""
    digest, size = hashlib.sha256(), 0
    for chunk in iter(lambda: file.read(CHUNK), b""):
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    stored = PrivateFile(
        original_name=name[-255:],
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        uploaded_by=by,
    )
    stored.file.save(name, File(file), save=False)
    stored.save()
    return stored


def remove_private(stored: PrivateFile) -> None:
    """Nobody needs it any more. Its bytes go when the transaction has: an undone one keeps both."""
    storage, name = stored.file.storage, stored.file.name
    with transaction.atomic():
        stored.delete()
        transaction.on_commit(lambda: storage.delete(name))
