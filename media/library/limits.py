"""How large a file of each kind may be, in bytes; settings may say otherwise."""

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from media.library.errors import MediaRefused

CAPTIONS = 500 * 1024
CUES = 5_000


def recording_limit() -> int:
    return int(settings.QIHANG_MAX_RECORDING_SIZE)


def poster_limit() -> int:
    return int(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)


def too_many_pixels(limit: int) -> MediaRefused:
    return MediaRefused(
        _("The picture has too many pixels; at most %(limit)s are taken.") % {"limit": f"{limit:,}"}
    )


def refuse_larger(size: int | None, limit: int) -> None:
    """Raise MediaRefused for a file larger than `limit`."""
    if size is not None and size > limit:
        raise MediaRefused(
            _("The file has %(size)s; at most %(limit)s are taken.")
            % {"size": filesizeformat(size), "limit": filesizeformat(limit)}
        )
