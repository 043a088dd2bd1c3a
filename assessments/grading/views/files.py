"""The sheet as a spreadsheet, out and in."""

import logging
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assessments.grading.domain.template import sheet_template
from assessments.grading.enums import SheetState
from assessments.grading.rules import may_record
from assessments.grading.views.finding import RECORDING, sheet_of
from courses.institutions.access import allow
from media.imports.domain import upload as start_import
from media.imports.forms import SpreadsheetUploadForm
from media.spreadsheets.errors import SpreadsheetRefused

logger = logging.getLogger("qihang.audit")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allow(*RECORDING)
@require_GET
def template(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    """The workbook to fill in, with what is stored."""
    sheet = sheet_of(request, teaching_class)
    if not may_record(request.user, sheet.teaching_class):
        raise PermissionDenied
    response = HttpResponse(sheet_template(sheet), content_type=XLSX)
    name = f"{_('Grade sheet')} {sheet.teaching_class.code}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["Cache-Control"] = "private, no-store"
    logger.info("grade sheet %s exported by user %s", sheet.public_id, request.user.pk)
    return response


@allow(*RECORDING)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    """Upload a filled-in sheet; what follows is the same for all imports."""
    sheet = sheet_of(request, teaching_class)
    if not may_record(request.user, sheet.teaching_class):
        raise PermissionDenied
    if sheet.state != SheetState.DRAFT:
        messages.error(request, _("The sheet is not open any more."))
        return redirect("grading:sheet", teaching_class)
    form = SpreadsheetUploadForm()
    if request.method == "POST":
        form = SpreadsheetUploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = start_import(
                    "scores",
                    content=file.file,
                    filename=file.name,
                    context={"sheet": sheet.pk},
                    by=request.user,
                )
            except SpreadsheetRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("imports:detail", run.public_id)
    context = {"sheet": sheet, "teaching_class": sheet.teaching_class, "form": form}
    return render(request, "assessments/grading/upload.html", context, status=form.status)
