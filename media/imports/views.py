"""The screens of an import: what was understood, what would change, the receipt."""

import logging
import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from media.imports import domain
from media.imports.enums import ImportState
from media.imports.errors import ImportRefused
from media.imports.models import ImportRun
from media.imports.receipts import receipt_workbook
from media.imports.registry import importer_of
from media.jobs.progress import read_progress
from media.library.responses import private_file_response

logger = logging.getLogger("qihang.audit")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LISTED = 50


@login_required
@require_GET
def import_list(request: HttpRequest) -> HttpResponse:
    """The person's own imports, newest first."""
    runs = ImportRun.objects.visible_to(request.user).select_related("source").defer("preview")
    rows = [(run, importer_of(run.kind).title) for run in runs[:LISTED]]
    return render(request, "media/imports/list.html", {"rows": rows})


@login_required
@require_GET
def import_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Progress, refusal, preview or receipt: whatever the import has come to."""
    run = _run(request, public_id)
    importer = importer_of(run.kind)
    job = run.job
    busy = job is not None and not job.is_finished and run.state != ImportState.APPLIED
    return render(
        request,
        f"media/imports/{'progress' if busy else _page(run)}.html",
        {
            "run": run,
            "title": importer.title,
            "start_url": importer.start_url(run.context),
            "next_step": importer.next_step(run.context),
            "preview": run.preview,
            "receipt": run.receipt,
            "can_apply": domain.can_apply(run),
            "job": job,
            "live": read_progress(job.pk) if job and busy else {},
        },
    )


@login_required
@require_POST
def import_apply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    run = _run(request, public_id)
    options = {
        option["name"]: request.POST.get(f"option-{option['name']}") == "yes"
        for option in run.preview.get("options", [])
    }
    try:
        domain.apply_import(run, options=options, by=request.user)
    except ImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:detail", public_id=run.public_id)


@login_required
@require_POST
def import_check(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Compare the file once more with what is stored now."""
    run = _run(request, public_id)
    domain.check_again(run, by=request.user)
    return redirect("imports:detail", public_id=run.public_id)


@login_required
@require_GET
def import_receipt(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The receipt as a workbook; 404 before there is one."""
    run = _run(request, public_id)
    if run.state != ImportState.APPLIED or run.applied_at is None:
        raise Http404
    title = _("Receipt of import: %(title)s") % {"title": importer_of(run.kind).title}
    day = timezone.localtime(run.applied_at).strftime("%Y%m%d-%H%M")
    response = HttpResponse(receipt_workbook(run, title=title), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="receipt-{day}.xlsx"'
    logger.info("receipt of import %s exported by user %s", run.public_id, request.user.pk)
    return response


@login_required
@require_GET
def import_source(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The file as it was uploaded."""
    run = _run(request, public_id)
    logger.info("source of import %s opened by user %s", run.public_id, request.user.pk)
    return private_file_response(request, run.source)


def _run(request: HttpRequest, public_id: uuid.UUID) -> ImportRun:
    """The person's own run; 403 when they no longer hold the role that it needs."""
    runs = ImportRun.objects.visible_to(request.user).select_related("source", "job", "uploaded_by")
    run: ImportRun = get_object_or_404(runs, public_id=public_id)
    if not importer_of(run.kind).allowed(request.user, run.context):
        raise PermissionDenied
    return run


def _page(run: ImportRun) -> str:
    return {
        ImportState.APPLIED: "receipt",
        ImportState.REFUSED: "refused",
        ImportState.READY: "preview",
    }.get(ImportState(run.state), "unread")
