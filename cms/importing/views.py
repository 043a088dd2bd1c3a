"""The screens of an import of pages: where and what, what was understood, the drafts."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.importing.domain import runs
from cms.importing.domain.places import IMPORTERS, may_import
from cms.importing.enums import PageImportState
from cms.importing.errors import PageImportRefused
from cms.importing.forms import UploadForm
from cms.importing.models import PageImport
from cms.importing.previews import Preview
from courses.institutions.access import allow
from media.jobs.progress import read_progress
from media.library.responses import private_file_response

LISTED = 50


@allow(*IMPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose the place, drop a file; below it the person's earlier imports."""
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES, user=request.user)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                run = runs.start_import(file, name=file.name, place=form.place, by=request.user)
            except PageImportRefused as refusal:
                form.add_error("file", str(refusal))
            else:
                return redirect("content_imports:detail", public_id=run.public_id)
    else:
        form = UploadForm(initial={"where": request.GET.get("where", "")}, user=request.user)
    earlier = PageImport.objects.visible_to(request.user).select_related("source").defer("parsed")
    context = {"form": form, "earlier": earlier[:LISTED]}
    return render(request, "cms/importing/new.html", context, status=form.status)


@allow(*IMPORTERS)
@require_safe
def detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Progress, refusal, preview or receipt: whatever the import has come to."""
    run = _run(request, public_id)
    busy = run.is_busy and run.state != PageImportState.DONE
    context: dict[str, Any] = {
        "run": run,
        "job": run.job,
        "live": read_progress(run.job.pk) if run.job and busy else {},
    }
    if busy:
        return render(request, "cms/importing/progress.html", context)
    if run.state == PageImportState.READY:
        context["preview"] = Preview(run)
    return render(request, f"cms/importing/{_PAGES[PageImportState(run.state)]}.html", context)


@allow(*IMPORTERS)
@require_POST
def confirm(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Make the drafts."""
    run = _run(request, public_id)
    try:
        runs.confirm(run, by=request.user)
    except PageImportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("content_imports:detail", public_id=run.public_id)


@allow(*IMPORTERS)
@require_safe
def source(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The file as it was uploaded, quizzes of a cartridge included."""
    return private_file_response(request, _run(request, public_id).source)


_PAGES = {
    PageImportState.UPLOADED: "unread",
    PageImportState.READY: "preview",
    PageImportState.REFUSED: "refused",
    PageImportState.DONE: "receipt",
}


def _run(request: HttpRequest, public_id: uuid.UUID) -> PageImport:
    """The person's own import; 403 when they may no longer write there."""
    found = PageImport.objects.visible_to(request.user).select_related(
        "source", "job", "institution", "parent", "course"
    )
    run: PageImport = get_object_or_404(found, public_id=public_id)
    if not may_import(request.user, run.institution):
        raise PermissionDenied(_("You no longer write pages there."))
    return run
