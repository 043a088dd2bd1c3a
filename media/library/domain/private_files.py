"""Storing a private file."""

import hashlib
import mimetypes
from typing import Any

from django.core.files.base import ContentFile

from media.library.models import PrivateFile


def store_private(content: bytes, *, name: str, by: Any, content_type: str = "") -> PrivateFile:
    """Keep `content` outside the web root. The caller has checked size and kind."""
    guessed = content_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    stored = PrivateFile(
        original_name=name[-255:],
        content_type=guessed,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=by,
    )
    stored.file.save(name, ContentFile(content), save=False)
    stored.save()
    return stored
