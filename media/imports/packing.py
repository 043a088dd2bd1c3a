"""Many files of one form, packed into one zip while they arrive.

However many there are, one temporary file is open and one chunk is in memory. Names keep their
folders, which Django would cut off: a browser that sends a folder names each file by its path.
"""

import html
import io
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from media.library.few_files import FewFilesHandler

# Stands for the slash on the way through Django, which takes everything before one away.
_SLASH = "\N{DIVISION SLASH}"
# How a zip begins, and with it every document of an office. Of these the beginning is kept, which
# tells what they are: whoever opens ours with bounds counts the entries of those in it as well.
_ARCHIVE = b"PK\x03\x04"


class TooMuch(Enum):
    """Why the rest of the files was not read."""

    FILES = "files"
    BYTES = "bytes"


class PackedFiles(FileUploadHandler):
    """Takes the files of some fields; those of others go on to the next handler.

    `count`: how many came; `too_much` is set where reading ended at a limit, the fields of the form
    behind that point are missing then, or where the zip became larger than the limit.
    """

    def __init__(
        self,
        request: HttpRequest,
        fields: Collection[str],
        stream: IO[bytes],
        *,
        most_files: int,
        most_bytes: int,
    ) -> None:
        super().__init__(request)
        self.count = 0
        self.too_much: TooMuch | None = None
        self._fields, self._most_files, self._most_bytes = fields, most_files, most_bytes
        self._bytes = 0
        self._taken: set[str] = set()
        self._is_parsing = False
        self._stream = stream
        self._zip = zipfile.ZipFile(stream, "w")
        self._entry: Any = None
        self._is_archive = False

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Any:
        if self._is_parsing:
            return None
        self._is_parsing = True
        assert self.request is not None
        handlers = self.request.upload_handlers
        return _PathKeepingParser(META, input_data, handlers, encoding).parse()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.field_name not in self._fields:
            return
        self.count += 1
        if self.count > self._most_files:
            self._stop(TooMuch.FILES)
        self._entry = self._zip.open(zipfile.ZipInfo(self._unique_name()), "w")
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._entry is None:
            return raw_data
        self._bytes += len(raw_data)
        if self._bytes > self._most_bytes:
            self._stop(TooMuch.BYTES)
        if start == 0:
            self._is_archive = raw_data.startswith(_ARCHIVE)
        if not self._is_archive:
            self._entry.write(raw_data)
        elif start == 0:
            self._entry.write(_ARCHIVE)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self._entry is None:
            return None
        self._close_entry()
        # The form learns that there is one; its bytes are in the archive. There is something to
        # close, as Django does with all files of a request that turns out to be broken.
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size)

    def upload_interrupted(self) -> None:
        self._close_entry()

    def upload_complete(self) -> None:
        """The zip is larger than what it was packed from: each file's name stands in it twice.
        Whoever opens it counts all of that, so it is counted before anything is promised."""
        if self.too_much is None and self.archive().seek(0, io.SEEK_END) > self._most_bytes:
            self.too_much = TooMuch.BYTES

    def archive(self) -> IO[bytes]:
        """The zip, at its beginning; nothing can be added after this."""
        self._close_entry()
        self._zip.close()
        self._stream.seek(0)
        return self._stream

    def _stop(self, too_much: TooMuch) -> None:
        self.too_much = too_much
        self._close_entry()
        raise StopUpload(connection_reset=False)

    def _close_entry(self) -> None:
        if self._entry is not None:
            self._entry.close()
            self._entry = None

    def _unique_name(self) -> str:
        """The path as it was sent; two of the same path, from two fields, are told apart. No digit
        and no letter is added: somebody may look for numbers in it."""
        path = PurePosixPath((self.file_name or "").replace(_SLASH, "/"))
        while str(path).lower() in self._taken:
            path = path.with_name(f"{path.stem}~{path.suffix}")
        self._taken.add(str(path).lower())
        return str(path)


class _PathKeepingParser(MultiPartParser):
    def sanitize_file_name(self, file_name: str) -> str | None:
        """As Django has it, for each part of the path."""
        sanitize = super().sanitize_file_name
        plain = html.unescape(html.unescape(file_name))
        parts = plain.replace("\\", "/").replace(_SLASH, "/").split("/")
        kept = [part for each in parts if (part := sanitize(each))]
        return _SLASH.join(kept) or None


@contextmanager
def packed_files(
    request: HttpRequest, fields: Collection[str], *, most_files: int, most_bytes: int
) -> Iterator[PackedFiles]:
    """What is sent in these fields, once the request is read. Enter it before anything reads
    `request.POST`: a view that does is exempt from the CSRF middleware, and protects what is
    inside."""
    others = [one for one in request.upload_handlers if not isinstance(one, FewFilesHandler)]
    in_memory = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    with tempfile.SpooledTemporaryFile(in_memory, dir=settings.FILE_UPLOAD_TEMP_DIR) as stream:
        packed = PackedFiles(request, fields, stream, most_files=most_files, most_bytes=most_bytes)
        request.upload_handlers = [packed, *others]
        try:
            yield packed
        finally:
            packed.archive()
