"""The picture that stands in for a video before it starts."""

import warnings
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from media.library.errors import MediaRefused
from media.library.limits import too_many_pixels

_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_MOST_PIXELS = 20_000_000


def check_poster(picture: Any) -> None:
    """Raise MediaRefused unless the uploaded file is a JPEG, PNG or WebP of reasonable size. Only
    its header is read: nothing is unfolded."""
    ending = PurePath(picture.name).suffix.lower().lstrip(".")
    if ending not in _FORMATS:
        raise MediaRefused(_("A poster is a JPEG, PNG or WebP picture."))
    picture.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(picture, formats=[_FORMATS[ending]])
        pixels = found.width * found.height
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise MediaRefused(_("A poster is a JPEG, PNG or WebP picture.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = _MOST_PIXELS + 1
    finally:
        picture.seek(0)
    if pixels > _MOST_PIXELS:
        raise too_many_pixels(_MOST_PIXELS)
