"""The file of an import: how it is read for the preview, and once more for the making."""

from __future__ import annotations

import base64
import io
import posixpath
from collections.abc import Callable
from pathlib import PurePath
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from cms.importing import cartridge
from cms.importing.cartridge_manifest import MANIFEST
from cms.importing.chapters import as_chapter
from cms.importing.enums import UploadKind
from cms.importing.errors import PageImportRefused
from cms.importing.images import ending_of
from cms.importing.markdown import LONGEST, read_markdown
from cms.importing.package import MEBIBYTE, Package, inside
from cms.importing.parsed import Finding, ParsedPage
from cms.importing.word import open_word, read_word

Report = Callable[[int, object], None]
WORD_SIZE = 20 * MEBIBYTE
PACKAGE_SIZE = 200 * MEBIBYTE
_THUMBNAIL = 160
_MOST_THUMBNAILS = 60
_MARKDOWN = (".md", ".markdown")


class Files(Protocol):
    """Gives the content of a file by the name that the parsed pages use."""

    def __call__(self, name: str) -> bytes: ...


def kind_of(file: BinaryIO, name: str) -> UploadKind:
    """By the ending, and for a zip by what is inside. Raises PageImportRefused for other files."""
    ending = PurePath(name).suffix.lower()
    if ending in (".docx", ".doc", ".docm"):
        return UploadKind.WORD
    if ending in _MARKDOWN:
        return UploadKind.MARKDOWN
    if ending in (".imscc", ".zip"):
        package = Package(file, cartridge.LIMITS)
        file.seek(0)
        if ending == ".imscc" or MANIFEST in package:
            return UploadKind.CARTRIDGE
        if any(part.lower().endswith(_MARKDOWN) for part in package.names()):
            return UploadKind.MARKDOWN
    raise PageImportRefused(
        _("Only .docx, .md, .imscc and .zip (a cartridge, or Markdown with its images) are read.")
    )


def read_pages(
    file: BinaryIO, *, kind: str, name: str, page_type: str, report: Report
) -> tuple[list[ParsedPage], list[dict[str, object]]]:
    """The pages of the file for a place that takes pages of `page_type` ("syllabus", "lesson",
    "chapter", "section", or "" where only Markdown says what it is), and the quizzes that are kept
    for the question bank. Raises PageImportRefused."""
    if kind == UploadKind.MARKDOWN:
        return _markdown_pages(file, name), []
    if not page_type:
        raise PageImportRefused(_("Only Markdown pages can be brought in there."))
    if kind == UploadKind.WORD:
        into = "section" if page_type == "chapter" else page_type
        page = read_word(file.read(), filename=name, into=into)
        return [as_chapter(page) if page_type == "chapter" else page], []
    if page_type == "syllabus":
        raise PageImportRefused(
            _("A cartridge holds lessons or sections: choose a syllabus or a textbook for it.")
        )
    read = cartridge.read_cartridge(file, page_type=page_type, report=report)
    return read.pages, list(read.kept)


def files_of(file: BinaryIO, *, kind: str, name: str) -> Files:
    """Where the images and documents of the pages come from."""
    if kind == UploadKind.WORD:
        images = open_word(file.read()).images
        return lambda name: images[name]
    if kind == UploadKind.MARKDOWN and not name.lower().endswith(".zip"):
        return _nothing
    return Package(file, cartridge.LIMITS).read


def thumbnails(pages: list[ParsedPage], files: Files) -> dict[str, str]:
    """Small pictures as data: addresses by file name, for the preview; the first sixty."""
    small: dict[str, str] = {}
    for page in pages:
        for entry in (entry for below in page.walk() for entry in below.files):
            if entry.kind == "image" and entry.name not in small:
                small[entry.name] = _thumbnail(files(entry.name))
            if len(small) >= _MOST_THUMBNAILS:
                return small
    return small


def _thumbnail(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as image:
        shown = ImageOps.exif_transpose(image).convert("RGB")
        shown.thumbnail((_THUMBNAIL, _THUMBNAIL))
        target = io.BytesIO()
        shown.save(target, "JPEG", quality=70)
    return f"data:image/jpeg;base64,{base64.b64encode(target.getvalue()).decode()}"


def _nothing(name: str) -> bytes:
    raise KeyError(name)


def _markdown_pages(file: BinaryIO, name: str) -> list[ParsedPage]:
    if not name.lower().endswith(".zip"):
        return [_with_images(read_markdown(_text(file.read(LONGEST * 4))), None, "")]
    package = Package(file, cartridge.LIMITS)
    names = sorted(part for part in package.names() if part.lower().endswith(_MARKDOWN))
    return [
        _with_images(read_markdown(_text(package.read(part))), package, posixpath.dirname(part))
        for part in names
    ]


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PageImportRefused(_("The text isn't UTF-8. Save it as UTF-8.")) from error


def _with_images(page: ParsedPage, package: Package | None, folder: str) -> ParsedPage:
    """Names of images become those of the package; one that isn't there is an error."""
    places: dict[str, str] = {}
    for entry in page.files:
        if entry.kind != "image":
            continue
        found = inside(folder, entry.name)
        if package is None or found is None or found not in package:
            page.findings.append(
                Finding(
                    _("“%(name)s” didn't come with the page: upload a .zip of both.")
                    % {"name": entry.name}
                )
            )
        elif not ending_of(package.read(found)):
            page.findings.append(
                Finding(_("The image “%(name)s” could not be brought in.") % {"name": entry.name})
            )
        else:
            places[f"file:{entry.name}"] = f"file:{found}"
            entry.name = found
    for block in page.body:
        if block["type"] == "image":
            block["value"]["image"] = places.get(block["value"]["image"], block["value"]["image"])
    return page
