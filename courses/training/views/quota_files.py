"""Quotas as a table: to fill in, and to bring in."""

import logging
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from courses.institutions.access import allow
from courses.training.domain.quota_file import QUOTAS, quota_workbook
from courses.training.domain.quota_places import Place
from courses.training.importers import QuotaImporter
from courses.training.views.people import OWNERS, owner_of
from media.imports.domain import upload
from media.imports.forms import SpreadsheetUploadForm
from media.spreadsheets.errors import SpreadsheetRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
logger = logging.getLogger("qihang.audit")


@allow(*OWNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def quota_files(request: HttpRequest) -> HttpResponse:
    """Choose a file; what was understood is shown before anything changes."""
    place = _place(request)
    form = SpreadsheetUploadForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = upload(
                QuotaImporter.kind,
                content=file,
                filename=file.name,
                context={
                    "province": place.province,
                    "institution": place.institution.pk if place.institution else None,
                },
                by=request.user,
            )
        except SpreadsheetRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("imports:detail", public_id=run.public_id)
    columns = [one for one in QUOTAS.columns if one.key != "code" or not place.institution]
    return render(
        request,
        "courses/training/quota_files.html",
        {"form": form, "columns": columns, "institution": place.institution},
        status=form.status if form.is_bound else 200,
    )


@allow(*OWNERS)
@require_safe
def quota_export(request: HttpRequest) -> HttpResponse:
    """The present quotas of all sessions to come; with ?session= one of them, with a line for every
    unit."""
    place = _place(request)
    sessions = place.sessions()
    wanted = request.GET.get("session", "")
    if wanted:
        sessions = [one for one in sessions if one.public_id == _uuid(wanted)]
        if not sessions:
            raise Http404
    content = quota_workbook(sessions, place.institution, place.units(), filled_in_only=not wanted)
    logger.info("quotas of %s sessions exported by user %s", len(sessions), request.user.pk)
    response = HttpResponse(content, content_type=XLSX)
    name = f"training-quotas-{timezone.localdate().isoformat()}.xlsx"
    disposition: Any = content_disposition_header(True, name)
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = "private, no-store"
    return response


def _place(request: HttpRequest) -> Place:
    institution, province = owner_of(request)
    return Place(institution=institution) if institution else Place(province=province)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
