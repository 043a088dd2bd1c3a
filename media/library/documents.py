"""Whether a document is what its name says. Endings that are taken: WAGTAILDOCS_EXTENSIONS."""

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from media.library.errors import MediaRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST_PARTS = 20_000
_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_MIMETYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "epub": b"application/epub+zip",
}
# How a page, a picture with scripts or a script begins.
_RUNS = re.compile(
    rb"\s*(?:<!doctype|<html|<head|<body|<script|<svg|<\?xml|<\?php|<iframe|#!)", re.I
)
_HEAD = 4096


def check_document(file: Any, *, name: str) -> None:
    """Raise MediaRefused when the content of `file` isn't what the ending of `name` promises."""
    ending = PurePath(name).suffix.lower().lstrip(".")
    file.seek(0)
    try:
        looks_right = _CHECKS.get(ending, _never)(file, ending)
    finally:
        file.seek(0)
    if not looks_right:
        raise MediaRefused(
            _("The file is named .%(ending)s, but its content isn't. Save it anew and upload that.")
            % {"ending": ending}
        )


def _pdf(file: Any, ending: str) -> bool:
    return bool(file.read(_HEAD).startswith(b"%PDF-"))


def _ole(file: Any, ending: str) -> bool:
    return bool(file.read(_HEAD).startswith(_OLE))


def _office(file: Any, ending: str) -> bool:
    names = _names_in(file)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise MediaRefused(_("The document holds macros. Save it without them."))
    return "[Content_Types].xml" in names and any(n.startswith(_OFFICE[ending]) for n in names)


def _with_mimetype(file: Any, ending: str) -> bool:
    if "mimetype" not in _names_in(file):
        return False
    file.seek(0)
    with zipfile.ZipFile(file) as archive, archive.open("mimetype") as part:
        return part.read(100).strip() == _MIMETYPES[ending]


def _names_in(file: Any) -> set[str]:
    if file.read(4) != b"PK\x03\x04":
        return set()
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return set()
    return set(names) if len(names) <= _MOST_PARTS else set()


def _text(file: Any, ending: str) -> bool:
    head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16, as old notepads wrote it
        return True
    return b"\0" not in head and not _RUNS.match(head)


def _never(file: Any, ending: str) -> bool:
    return False


_CHECKS: dict[str, Callable[[Any, str], bool]] = {
    "pdf": _pdf,
    **dict.fromkeys(("doc", "xls", "ppt"), _ole),
    **dict.fromkeys(_OFFICE, _office),
    **dict.fromkeys(_MIMETYPES, _with_mimetype),
    **dict.fromkeys(("txt", "csv"), _text),
}
