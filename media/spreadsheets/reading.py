"""Reading a spreadsheet file of any kind that offices send."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .archive import Archive, password_protected
from .compound import SIGNATURE as COMPOUND
from .delimited import read_csv
from .errors import SpreadsheetRefused
from .limits import DEFAULT, ReadLimits, read_bounded
from .ods import read_ods
from .workbook import Workbook
from .xls import read_xls
from .xlsx import read_xlsx

_ZIP = b"PK\x03\x04"
_TEXT_EXTENSIONS = frozenset({"csv", "txt"})
_EXTENSIONS = frozenset({"xlsx", "xls", "ods"}) | _TEXT_EXTENSIONS
_KINDS = {
    "xlsx": _("an Excel workbook (xlsx)"),
    "xls": _("an Excel 97–2003 workbook (xls)"),
    "ods": _("an OpenDocument spreadsheet (ods)"),
    "csv": _("a text file"),
    "html": _("a web page"),
    "xml": _("an XML file"),
    "pdf": _("a PDF document"),
    "zip": _("a zip archive or another office document"),
    "binary": _("no spreadsheet"),
}


def read_workbook(
    file: BinaryIO | bytes | Path, *, filename: str, limits: ReadLimits = DEFAULT
) -> Workbook:
    """Read the visible sheets of an xlsx, xls, ods or csv file.

    Raises SpreadsheetRefused, and nothing else, for whatever is wrong with the content. The
    extension of ``filename`` and the content have to agree.
    """
    extension = PurePath(filename.replace("\\", "/")).suffix.lstrip(".").lower()
    if extension not in _EXTENSIONS:
        raise SpreadsheetRefused(
            _("“%(name)s” can't be read. Use a file that ends in .xlsx, .xls, .ods or .csv.")
            % {"name": filename}
        )
    content = read_bounded(file, limits)
    kind, archive = _kind(content, limits)
    if kind != ("csv" if extension in _TEXT_EXTENSIONS else extension):
        raise SpreadsheetRefused(
            _(
                "The name ends in .%(extension)s, but the content is %(found)s. Open the file in a "
                "spreadsheet programme and save it as xlsx."
            )
            % {"extension": extension, "found": _KINDS[kind]}
        )
    if archive is not None:
        return read_xlsx(archive, limits) if kind == "xlsx" else read_ods(archive, limits)
    return read_xls(content, limits) if kind == "xls" else read_csv(content, limits=limits)


def _kind(content: bytes, limits: ReadLimits) -> tuple[str, Archive | None]:
    """What the content is, by its first bytes; for a zip archive also the opened archive."""
    if content.startswith(_ZIP):
        archive = Archive(content, limits)
        if "xl/vbaproject.bin" in archive:
            raise SpreadsheetRefused(_("The file contains macros. Save it as xlsx without macros."))
        if "xl/workbook.xml" in archive:
            return "xlsx", archive
        return ("ods" if _is_ods(archive) else "zip"), archive
    if content.startswith(COMPOUND):
        # An xlsx with a password is a compound file around the encrypted archive.
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise password_protected()
        return "xls", None
    if content.startswith(b"%PDF"):
        return "pdf", None
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
        return "html", None
    if start.startswith(b"<?xml"):
        return "xml", None
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return ("binary" if b"\0" in content and not is_utf16 else "csv"), None


def _is_ods(archive: Archive) -> bool:
    if "mimetype" not in archive or "content.xml" not in archive:
        return False
    return (
        archive.read("mimetype")
        .strip()
        .startswith(b"application/vnd.oasis.opendocument.spreadsheet")
    )
