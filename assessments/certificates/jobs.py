"""Long work of this slice: the certificates of a class."""

import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.urls import reverse

from assessments.certificates.domain import (
    CertificatesRefused,
    DocumentFailed,
    issue_certificates,
    make_batch_document,
)
from assessments.certificates.domain.runs import carry_out, counted
from assessments.certificates.models import CertificateBatch, IssueRun
from courses.teaching.models import Enrolment, TeachingClass
from media.jobs.errors import JobRefused
from media.jobs.models import Job
from media.jobs.progress import Progress
from media.jobs.registry import job_kind
from media.pdf import PdfError

ISSUE = "certificates.issue"
DOCUMENT = "certificates.document"
RUN = "certificates.run"


@job_kind(ISSUE)
def issue(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """params: teaching_class (pk), enrolments (pks; None: the whole class), issued_on (ISO date),
    by (pk of the User)."""
    classes = TeachingClass.objects.select_related("institution", "course", "outline", "term")
    teaching_class = classes.get(pk=params["teaching_class"])
    try:
        batch = issue_certificates(
            teaching_class,
            enrolments=_enrolments(params["enrolments"]),
            issued_on=datetime.date.fromisoformat(params["issued_on"]),
            by=get_user_model().objects.get(pk=params["by"]),
            progress=progress,
        )
    except (CertificatesRefused, DocumentFailed) as refusal:
        raise JobRefused(str(refusal)) from refusal
    except PdfError as failure:
        raise JobRefused(failure.args[0]) from failure
    # Known only now: the progress page leads to the batch, and the batch to the progress page.
    address = reverse("certificates:batch", args=[batch.public_id])
    Job.objects.filter(pk=progress.job_id).update(next_url=address)
    if progress.job_id:
        CertificateBatch.objects.filter(pk=batch.pk, job=None).update(job_id=progress.job_id)
    return {"batch": str(batch.public_id), "certificates": batch.certificates.count()}


def _enrolments(keys: list[int] | None) -> list[Enrolment] | None:
    return None if keys is None else list(Enrolment.objects.filter(pk__in=keys))


@job_kind(DOCUMENT)
def make_document(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """The PDF of a batch whose first attempt failed. params: batch (pk)."""
    batch = CertificateBatch.objects.select_related("teaching_class", "document").get(
        pk=params["batch"]
    )
    try:
        make_batch_document(batch, progress=progress)
    except DocumentFailed as failure:
        raise JobRefused(str(failure)) from failure
    return {"batch": str(batch.public_id)}


@job_kind(RUN)
def issue_for_classes(params: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Many classes. params: run (pk)."""
    run = IssueRun.objects.select_related("institution", "term", "archive", "issued_by").get(
        pk=params["run"]
    )
    try:
        carry_out(run, progress=progress)
    except PdfError as failure:  # the fonts of the server are missing
        raise JobRefused(failure.args[0]) from failure
    return {"run": str(run.public_id), **counted(run)}
