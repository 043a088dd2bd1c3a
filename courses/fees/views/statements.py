"""A settled statement, on screen and on paper."""

import logging
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from courses.fees.domain.capitals import in_capitals
from courses.fees.domain.documents import (
    contracts_of,
    document_number,
    open_when_settled,
    statement_pdf,
    statement_xlsx,
)
from courses.fees.domain.open_hours import OpenHours, open_hours_of
from courses.fees.enums import SINCE_SETTLED
from courses.fees.models import FeeStatement
from courses.fees.views.people import READERS
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of
from media.pdf import PdfError

audit_log = logging.getLogger("qihang.audit")

MAKERS = {
    "pdf": ("application/pdf", statement_pdf),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        statement_xlsx,
    ),
}


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def statement(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The statement as it was settled; the person paid may read it too."""
    shown = _statement(request, public_id)
    return render(
        request,
        "courses/fees/statement.html",
        {
            "statement": shown,
            "lines": shown.lines.all(),
            "number": document_number(shown),
            "capitals": in_capitals(shown.total),
            "contracts": contracts_of(shown),
            "open": open_when_settled(shown),
            "since": _come_up_since(shown),
            "is_reader": scope_of(request.user).has(*READERS),
        },
    )


@allow(*READERS, RoleKind.INSTRUCTOR)
@require_GET
def statement_file(request: HttpRequest, public_id: uuid.UUID, form: str) -> HttpResponse:
    """`form`: pdf or xlsx; each export is logged."""
    if form not in MAKERS:
        raise Http404
    shown = _statement(request, public_id)
    content_type, make = MAKERS[form]
    try:
        content = make(shown)
    except PdfError as error:
        messages.error(request, str(error).splitlines()[0])
        return redirect("fees:statement", public_id=shown.public_id)
    audit_log.info(
        "fee statement exported user=%s statement=%s as=%s", request.user.pk, shown.pk, form
    )
    response = HttpResponse(content, content_type=content_type)
    disposition: Any = content_disposition_header(
        as_attachment=True, filename=f"{document_number(shown)}.{form}"
    )
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    return response


def _come_up_since(statement: FeeStatement) -> list[OpenHours]:
    """Hours of its period that were confirmed or corrected after it was settled."""
    found = open_hours_of(statement.staff, since=statement.starts_on, until=statement.ends_on)
    return [one for one in found if one.reason in SINCE_SETTLED]


def _statement(request: HttpRequest, public_id: uuid.UUID) -> FeeStatement:
    rows = FeeStatement.objects.visible_to(request.user).select_related(
        "institution", "staff__department", "staff__institution", "settled_by"
    )
    shown: FeeStatement = get_object_or_404(rows, public_id=public_id)
    return shown
