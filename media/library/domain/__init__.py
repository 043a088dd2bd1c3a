"""Storing files and the words of recordings."""

from media.library.domain.captions import has_captions, set_captions, transcript
from media.library.domain.private_files import (
    remove_private,
    store_private,
    store_private_stream,
)
from media.library.domain.recordings import store_media

__all__ = [
    "has_captions",
    "remove_private",
    "set_captions",
    "store_media",
    "store_private",
    "store_private_stream",
    "transcript",
]
