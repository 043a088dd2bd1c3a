"""Zip archives from strangers: counted while they are unpacked, then packed again.

What the reader of the cells gets is an archive that we wrote ourselves from the parts it needs:
headers that lie, entries that overlap or share a name, and everything else that two zip programmes
may understand differently ends here.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from .errors import SpreadsheetRefused
from .limits import MEBIBYTE, ReadLimits

_CHUNK = MEBIBYTE
_CENTRAL_ENTRY = b"PK\x01\x02"


def damaged() -> SpreadsheetRefused:
    return SpreadsheetRefused(
        _("The file is damaged. Open it in a spreadsheet programme and save it again.")
    )


def password_protected() -> SpreadsheetRefused:
    return SpreadsheetRefused(_("The file is protected by a password. Save it without a password."))


class Archive:
    """A zip file with bounds; parts are named without regard to case, as in OOXML."""

    def __init__(self, content: bytes, limits: ReadLimits) -> None:
        self._limits = limits
        self._unpacked = 0
        # Before the directory is read: each entry becomes an object of a kilobyte.
        if content.count(_CENTRAL_ENTRY) > limits.entries:
            raise self._too_large()
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise damaged() from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        for entry in self._zip.infolist():
            name = entry.filename.replace("\\", "/").lower()
            if name in self._entries:
                raise damaged()
            self._entries[name] = entry
        if sum(entry.file_size for entry in self._entries.values()) > limits.unpacked_size:
            raise self._too_large()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def names(self) -> list[str]:
        """Names in lower case."""
        return list(self._entries)

    def original_names(self) -> dict[str, str]:
        """Names as they stand in the archive, by those in lower case."""
        return {name: entry.filename for name, entry in self._entries.items()}

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack one part bit by bit, counting what really comes out."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise damaged()
        if entry.flag_bits & 0x1:
            raise password_protected()
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged()
        size = 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    self._check(size, entry.compress_size)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            raise damaged() from error
        except (NotImplementedError, RuntimeError) as error:
            raise damaged() from error

    def read(self, name: str) -> bytes:
        return b"".join(self.chunks(name))

    def _check(self, size: int, packed: int) -> None:
        limits = self._limits
        if self._unpacked > limits.unpacked_size:
            raise self._too_large()
        if size > limits.ratio_checked_from and size > packed * limits.unpacked_ratio:
            raise self._too_large()

    def _too_large(self) -> SpreadsheetRefused:
        return SpreadsheetRefused(
            _(
                "The file is small but unpacks to an extraordinary size (limit: %(limit)s MiB). "
                "It was not opened."
            )
            % {"limit": self._limits.unpacked_size // MEBIBYTE}
        )


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """An uncompressed zip archive of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    target.seek(0)
    return target
