"""What kinds of files there are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.exporting.domain.word import DOCX


@dataclass(frozen=True)
class Export:
    """How something becomes a file; `label` and `icon` are those of the link to it."""

    make: Callable[[Any], bytes]
    content_type: str
    suffix: str
    label: str | Promise
    icon: str


def word(make: Callable[[Any], bytes]) -> Export:
    return Export(make, DOCX, "docx", "Word", "file-earmark-word")


def pdf(make: Callable[[Any], bytes]) -> Export:
    return Export(make, "application/pdf", "pdf", "PDF", "file-earmark-pdf")


def epub(make: Callable[[Any], bytes]) -> Export:
    return Export(make, "application/epub+zip", "epub", "EPUB", "book")


def cartridge(make: Callable[[Any], bytes]) -> Export:
    label = _("Course package (Common Cartridge)")
    return Export(make, "application/vnd.ims.imsccv1p3", "imscc", label, "box-seam")
