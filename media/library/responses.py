"""Sending a private file, whole or in parts. The caller has decided that the person may have it."""

import hashlib
import logging
from collections.abc import Iterator
from typing import IO, Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header, parse_etags

from media.library.models import PrivateFile
from media.library.ranges import Part, Unsatisfiable, parse_range

CHUNK = 64 * 1024
SHOWN_IN_PLACE = {"application/pdf", "image/png", "image/jpeg"}
NEVER_KEPT = "private, no-store"
log = logging.getLogger(__name__)


def private_file_response(
    request: HttpRequest, stored: PrivateFile, *, inline: bool = False
) -> HttpResponseBase:
    """The file with its name encoded for the header (RFC 6266), never cached, never sniffed; a
    broken download goes on where it stopped.

    `inline` is honoured for PDF and images only: anything else could run as a page of ours.
    """
    return file_response(
        request,
        stored.file,
        content_type=stored.content_type,
        etag=f'"{stored.sha256}"',
        cache_control=NEVER_KEPT,
        filename=stored.original_name,
        attachment=not (inline and stored.content_type in SHOWN_IN_PLACE),
    )


def etag_of(field_file: Any) -> str:
    """A strong one: a stored name is random and its content never changes."""
    return f'"{hashlib.sha256(field_file.name.encode()).hexdigest()[:32]}"'


def file_response(
    request: HttpRequest,
    field_file: Any,
    *,
    content_type: str,
    etag: str,
    cache_control: str,
    filename: str = "",
    attachment: bool = False,
) -> HttpResponseBase:
    """200, 206 for one range, 304, 416, or 404 in words when the disk has no such file. Memory is
    that of one chunk, whatever the file's size."""
    try:
        file = field_file.storage.open(field_file.name, "rb")
        size = file.size
    except FileNotFoundError:
        log.error("stored file is missing on disk: %s", field_file.name)
        return render(request, "errors/file_missing.html", status=404)
    response = _answer(request, file, size, etag)
    if response.status_code in {200, 206}:
        response["Content-Type"] = content_type
        if disposition := content_disposition_header(attachment, filename):
            response["Content-Disposition"] = disposition
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _answer(request: HttpRequest, file: IO[bytes], size: int, etag: str) -> HttpResponseBase:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if known and (known == ["*"] or etag in [one.removeprefix("W/") for one in known]):
        file.close()
        return HttpResponse(status=304)
    try:
        part = _wanted(request, size, etag)
    except Unsatisfiable:
        file.close()
        refused = HttpResponse(status=416)
        refused["Content-Range"] = f"bytes */{size}"
        return refused
    start, stop = part or (0, size)
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=206 if part else 200)
    else:
        response = StreamingHttpResponse(
            _Chunks(file, Part(start, stop)), status=206 if part else 200
        )
    response["Content-Length"] = str(stop - start)
    if part:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return response


def _wanted(request: HttpRequest, size: int, etag: str) -> Part | None:
    """A range holds only for the file that the client had before: If-Range names its ETag. A date
    never matches, because none is sent."""
    if request.headers.get("If-Range", etag).strip() != etag:
        return None
    header = request.headers.get("Range")
    return parse_range(header, size) if header else None


class _Chunks:
    """The bytes of a part; the file is closed when the answer is, also when it broke off."""

    def __init__(self, file: IO[bytes], part: Part) -> None:
        self._file = file
        self._part = part

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._part.start)
        left = self._part.stop - self._part.start
        while left > 0:
            chunk = self._file.read(min(CHUNK, left))
            if not chunk:  # shortened while it is sent: the client sees that bytes are missing
                return
            left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._file.close()
