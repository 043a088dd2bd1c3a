"""Files as answers."""

from typing import Any

from django.http import HttpResponse
from django.utils.http import content_disposition_header

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def file_answer(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file to keep, its name encoded for the header."""
    response = HttpResponse(content, content_type=content_type)
    disposition: Any = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    return response
