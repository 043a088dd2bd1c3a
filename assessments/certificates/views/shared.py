"""Who may do what here, and how a PDF or a workbook is sent."""

import logging
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from courses.institutions.access import institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.models import Institution
from media.library.models import PrivateFile
from media.library.responses import private_file_response

audit_log = logging.getLogger("qihang.audit")

ISSUERS = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
# Whoever can hold one: students, and all kinds of staff.
HOLDERS = (
    *ISSUERS,
    RoleKind.STUDENT,
    RoleKind.INSTRUCTOR,
    RoleKind.COUNSELLOR,
    RoleKind.SECTION_HEAD,
    RoleKind.DEPARTMENT_COORDINATOR,
)
READERS = (*ISSUERS, RoleKind.DEPARTMENT_COORDINATOR, RoleKind.AUDITOR)
PAGE_SIZE = 50


def issuing_institution(request: HttpRequest) -> Institution:
    """Where the person issues; 404 when nowhere."""
    return institution_of(request, *ISSUERS)


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that the address names; the nearest one when it names none that exists."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def sort_of(request: HttpRequest, orders: dict[str, tuple[str, ...]]) -> str:
    """The wanted order if it is one of `orders`, else the first of them."""
    wanted = request.GET.get("sort", "")
    return wanted if wanted in orders else next(iter(orders))


def attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file made on the spot, never cached."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored_document(request: HttpRequest, document: PrivateFile | None, *, of: str) -> Any:
    """A document made at issue; 404 as long as there is none. `of` is what the audit log calls
    it."""
    if document is None:
        raise Http404
    audit_log.info("%s downloaded by user %s", of, request.user.pk)
    return private_file_response(request, document)
