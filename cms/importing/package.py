"""Zip packages from strangers: what is inside is checked before anything is opened."""

from __future__ import annotations

import posixpath
import stat
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from lxml import etree

from cms.importing.errors import PageImportRefused

MEBIBYTE = 1024 * 1024
_CHUNK = MEBIBYTE
# A part that packs well may be large without harm; deflate bombs come near a ratio of 1000.
_RATIO, _RATIO_FROM = 200, 8 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class PackageLimits:
    """Sizes in bytes. `part` bounds one entry that is read into memory."""

    entries: int = 5_000
    unpacked: int = 1024 * MEBIBYTE
    part: int = 60 * MEBIBYTE


class Package:
    """A zip file with bounds, whose names stay inside of it."""

    def __init__(self, file: BinaryIO, limits: PackageLimits) -> None:
        """Raises PageImportRefused for what isn't a readable zip, or reaches beyond it."""
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise damaged() from error
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise PageImportRefused(
                _("The package holds more than %(limit)d files. It was not opened.")
                % {"limit": limits.entries}
            )
        if sum(entry.file_size for entry in entries) > limits.unpacked:
            raise self._too_large()
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            self._take(entry)

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = entry.filename
        if (
            name.startswith("/")
            or "\\" in name
            or "\0" in entry.orig_filename
            or ":" in name.split("/")[0]
            or ".." in name.split("/")
        ):
            raise PageImportRefused(
                _("“%(name)s” lies outside of the package. It was not opened.")
                % {"name": name[:100]}
            )
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise PageImportRefused(
                _("“%(name)s” is a link to another file. The package was not opened.")
                % {"name": name[:100]}
            )
        if entry.flag_bits & 0x1:
            raise PageImportRefused(_("The file is protected by a password. Save it without one."))
        if not entry.is_dir():
            if name in self._entries:
                raise damaged()
            self._entries[name] = entry

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        return list(self._entries)

    def size(self, name: str) -> int:
        """As the package's directory says; what is read is counted."""
        return self._entries[name].file_size

    def read(self, name: str) -> bytes:
        """One part. Raises PageImportRefused when it unpacks to more than it may."""
        entry = self._entries[name]
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._check(size, entry.compress_size)
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise damaged() from error
        except (NotImplementedError, RuntimeError) as error:
            raise damaged() from error
        return b"".join(parts)

    def xml(self, name: str) -> Any:
        """The root element of an XML part."""
        return parse_xml(self.read(name))

    def _check(self, size: int, packed: int) -> None:
        if size > self._limits.part or self._unpacked > self._limits.unpacked:
            raise self._too_large()
        if size > _RATIO_FROM and size > packed * _RATIO:
            raise self._too_large()

    def _too_large(self) -> PageImportRefused:
        return PageImportRefused(_("The file unpacks to an extraordinary size. It was not opened."))


def damaged() -> PageImportRefused:
    return PageImportRefused(
        _("The file is damaged or isn't what its name says. Save it again and upload that.")
    )


def parse_xml(content: bytes) -> Any:
    """The root of an XML document without a document type, entities or anything fetched. Raises
    PageImportRefused."""
    # In UTF-16 too: the bytes between the letters are zeros.
    squeezed = content.replace(b"\0", b"")
    if b"<!DOCTYPE" in squeezed or b"<!ENTITY" in squeezed:
        raise PageImportRefused(
            _("The file has XML definitions that no writing programme makes. It was not opened.")
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged() from error


def inside(base: str, target: str) -> str | None:
    """The name of the part that `target` means from the folder `base`; None when it leads out."""
    name = posixpath.normpath(posixpath.join(base, target))
    if name.startswith(("/", "../")) or name in ("..", ".") or "\\" in name:
        return None
    return name
