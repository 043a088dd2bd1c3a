"""Issuing for many classes at once."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.certificates import jobs
from assessments.certificates.domain import CertificatesRefused
from assessments.certificates.domain.runs import counted, start_run
from assessments.certificates.forms import RunForm
from assessments.certificates.models import IssueRun
from assessments.certificates.views.shared import (
    ISSUERS,
    issuing_institution,
    page_of,
    stored_document,
)
from courses.institutions.access import allow
from media.jobs.domain import start_job


@allow(*ISSUERS)
@require_http_methods(["GET", "POST"])
def run_list(request: HttpRequest) -> HttpResponse:
    """The runs so far, and a form for another; POST starts it."""
    institution = issuing_institution(request)
    form = RunForm(
        request.POST or None,
        institution=institution,
        user=request.user,
        initial={"issued_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            run = start_run(institution, by=request.user, **form.cleaned_data)
        except CertificatesRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _worked_on(request, run)
    runs = _runs(request).select_related("term", "course", "department", "issued_by")
    return render(
        request,
        "assessments/certificates/run_list.html",
        {"form": form, "page": page_of(request, runs)},
    )


@allow(*ISSUERS)
@require_GET
def run_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Each class with what came of it, and the documents."""
    run = _run(request, public_id)
    rows = run.classes.select_related("teaching_class__course", "batch__document")
    return render(
        request,
        "assessments/certificates/run_detail.html",
        {"run": run, "counts": counted(run), "page": page_of(request, rows)},
    )


@allow(*ISSUERS)
@require_POST
def run_continue(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go on with a run that was cancelled or failed; one that is being worked on is shown."""
    run = _run(request, public_id)
    if run.job is not None and not run.job.is_finished:
        return redirect("jobs:detail", public_id=run.job.public_id)
    return _worked_on(request, run)


@allow(*ISSUERS)
@require_GET
def run_archive(request: HttpRequest, public_id: uuid.UUID) -> Any:
    """All documents in one zip."""
    run = _run(request, public_id)
    return stored_document(request, run.archive, of=f"certificates of run {run.public_id}")


def _worked_on(request: HttpRequest, run: IssueRun) -> HttpResponse:
    job = start_job(
        jobs.RUN,
        title=_("Certificates of %(term)s") % {"term": run.term.code},
        params={"run": run.pk},
        by=request.user,
        next_url=reverse("certificates:run", args=[run.public_id]),
    )
    IssueRun.objects.filter(pk=run.pk).update(job=job)
    return redirect("jobs:detail", public_id=job.public_id)


def _runs(request: HttpRequest) -> Any:
    return IssueRun.objects.visible_to(request.user).filter(
        institution=issuing_institution(request)
    )


def _run(request: HttpRequest, public_id: uuid.UUID) -> IssueRun:
    run: IssueRun = get_object_or_404(
        _runs(request).select_related(
            "institution", "term", "course", "department", "archive", "job", "issued_by"
        ),
        public_id=public_id,
    )
    return run
