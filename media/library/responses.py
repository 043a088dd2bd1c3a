"""Sending a private file. The caller has decided that this person may have it."""

from django.http import FileResponse

from media.library.models import PrivateFile


def private_file_response(stored: PrivateFile, *, inline: bool = False) -> FileResponse:
    """The file with its name encoded for the header (RFC 6266), never cached, never sniffed.

    `inline` is honoured for PDF and images only: anything else could run as a page of ours.
    """
    may_show = stored.content_type in {"application/pdf", "image/png", "image/jpeg"}
    response = FileResponse(
        stored.file.open("rb"),
        as_attachment=not (inline and may_show),
        filename=stored.original_name,
        content_type=stored.content_type,
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
