"""A scan or photo of a certificate: only PDF, JPEG and PNG, told by content."""

import io
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image

MAX_BYTES = 10 * 1024 * 1024
# A page at 600 dpi has 35 million; more is a bomb or a mistake.
MAX_PIXELS = 60_000_000

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
SUFFIXES = {PDF: {".pdf"}, JPEG: {".jpg", ".jpeg", ".jpe", ".jfif"}, PNG: {".png"}}


@dataclass(frozen=True)
class Evidence:
    """A file that was found to be what it says."""

    content: bytes
    name: str
    content_type: str


def read_evidence(upload: UploadedFile) -> Evidence:
    """The checked file; raises ValidationError with a sentence that says what to do."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(
            _("The file is larger than 10 MB. Photograph the page again at a lower resolution.")
        )
    content = upload.read()
    if not content:
        raise ValidationError(_("The file is empty."))
    content_type = _kind_of(content)
    name = upload.name or ""
    if PurePath(name).suffix.lower() not in SUFFIXES[content_type]:
        raise ValidationError(
            _("The ending of “%(name)s” doesn't fit its content (%(kind)s)."),
            params={"name": name, "kind": content_type.rpartition("/")[2].upper()},
        )
    if content_type == PDF:
        _check_pdf(content)
    else:
        _check_image(content)
    return Evidence(content, name, content_type)


def _kind_of(content: bytes) -> str:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    raise ValidationError(_("The file is neither a PDF nor a JPEG or PNG picture."))


def _check_pdf(content: bytes) -> None:
    if b"%%EOF" not in content[-2048:]:
        raise ValidationError(
            _("The PDF is damaged or incomplete. Save it again and upload it once more.")
        )


def _check_image(content: bytes) -> None:
    """Dimensions come from the header, before anything is decompressed."""
    damaged = ValidationError(
        _("The picture is damaged. Take or save it again and upload it once more.")
    )
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
            width, height = image.size
            if width * height <= MAX_PIXELS:
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width = height = MAX_PIXELS
    except (OSError, SyntaxError, ValueError) as error:
        raise damaged from error
    if width * height > MAX_PIXELS:
        raise ValidationError(
            _("The picture has too many pixels. Photograph the page again at a lower resolution.")
        )
