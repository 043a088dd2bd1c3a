"""Images out of somebody's file: only what a browser shows and nothing that runs."""

from __future__ import annotations

import io
import warnings

from django.conf import settings
from PIL import Image, UnidentifiedImageError

_FORMATS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif", "WEBP": "webp"}


def ending_of(content: bytes) -> str:
    """Such as "png", by looking inside; "" for what isn't taken: SVG, WMF, broken files, too many
    pixels or bytes."""
    if len(content) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        return ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as image:
                frames = getattr(image, "n_frames", 1)
                pixels = image.width * image.height * frames
                if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
                    return ""
                image.verify()
                return _FORMATS[image.format or ""]
    except (
        UnidentifiedImageError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
        KeyError,
    ):
        return ""
