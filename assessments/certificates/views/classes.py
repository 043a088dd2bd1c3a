"""Classes whose certificates are due, issuing, and the issued batch."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.certificates import jobs
from assessments.certificates.domain import (
    CertificatesRefused,
    Preview,
    require_possible,
    who_gets_one,
)
from assessments.certificates.domain.classes import classes_matching, with_certificate_counts
from assessments.certificates.enums import CertificateState
from assessments.certificates.forms import ClassFilter, IssueForm
from assessments.certificates.models import CertificateBatch
from assessments.certificates.views.shared import (
    ISSUERS,
    issuing_institution,
    page_of,
    sort_of,
    stored_document,
)
from assessments.grading.enums import SheetState
from courses.institutions.access import allow
from courses.teaching.models import Enrolment, TeachingClass
from media.jobs.domain import start_job
from media.pdf import PdfError

CLASS_ORDERS = {
    "class": ("code",),
    "passed": ("-passed", "code"),
    "term": ("-term__first_monday", "code"),
}


@allow(*ISSUERS)
@require_GET
def class_list(request: HttpRequest) -> HttpResponse:
    """The classes of the institution: grades locked, how many passed, how many hold one."""
    own = TeachingClass.objects.visible_to(request.user).filter(
        institution=issuing_institution(request)
    )
    form = ClassFilter(request.GET)
    classes = with_certificate_counts(own)
    if form.is_valid():
        if form.cleaned_data["q"]:
            classes = classes_matching(classes, form.cleaned_data["q"])
        if form.cleaned_data["show"] != "all":
            classes = classes.filter(sheet_state=SheetState.LOCKED)
    sort = sort_of(request, CLASS_ORDERS)
    page = page_of(request, classes.order_by(*CLASS_ORDERS[sort]))
    return render(
        request,
        "assessments/certificates/class_list.html",
        {"form": form, "page": page, "sort": sort},
    )


@allow(*ISSUERS)
@require_http_methods(["GET", "POST"])
def class_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Who gets one and who not; POST issues as long work."""
    teaching_class = get_object_or_404(
        TeachingClass.objects.visible_to(request.user)
        .filter(institution=issuing_institution(request))
        .select_related("institution", "course", "term", "outline"),
        public_id=public_id,
    )
    try:
        preview = who_gets_one(teaching_class)
    except PdfError as failure:  # the fonts of the server are missing
        messages.error(request, failure.args[0])
        return redirect("certificates:classes")
    form = IssueForm(
        request.POST or None,
        term=teaching_class.term,
        withdrawn=preview.withdrawn,
        initial={"issued_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            chosen = _chosen(preview, form.cleaned_data.get("again") or [])
            require_possible(
                preview if chosen is None else who_gets_one(teaching_class, enrolments=chosen)
            )
        except CertificatesRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            job = start_job(
                jobs.ISSUE,
                title=_("Certificates of %(class)s") % {"class": teaching_class.code},
                params={
                    "teaching_class": teaching_class.pk,
                    "enrolments": None if chosen is None else [one.pk for one in chosen],
                    "issued_on": form.cleaned_data["issued_on"].isoformat(),
                    "by": request.user.pk,
                },
                by=request.user,
                next_url=reverse("certificates:class", args=[public_id]),
            )
            return redirect("jobs:detail", public_id=job.public_id)
    batches = CertificateBatch.objects.filter(teaching_class=teaching_class)
    context = {
        "teaching_class": teaching_class,
        "preview": preview,
        "form": form,
        "batches": batches.select_related("document", "issued_by"),
    }
    return render(request, "assessments/certificates/class_detail.html", context)


def _chosen(preview: Preview, again: list[int]) -> list[Enrolment] | None:
    """None: the whole class as it stands; else those due and those who are to get another."""
    if not again:
        return None
    wanted = [one for one in preview.withdrawn if one.enrolment.pk in again]
    return [candidate.enrolment for candidate in [*preview.due, *wanted]]


@allow(*ISSUERS)
@require_GET
def batch_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What was issued together, and its PDF."""
    batch = _batch(request, public_id)
    certificates = list(batch.certificates.select_related("replaced_by"))
    revoked = [c for c in certificates if c.state == CertificateState.REVOKED]
    return render(
        request,
        "assessments/certificates/batch_detail.html",
        {"batch": batch, "certificates": certificates, "revoked": revoked},
    )


@allow(*ISSUERS)
@require_GET
def batch_document(request: HttpRequest, public_id: uuid.UUID) -> Any:
    """The PDF as it was made at issue."""
    batch = _batch(request, public_id)
    return stored_document(request, batch.document, of=f"certificate batch {batch.public_id}")


@allow(*ISSUERS)
@require_POST
def make_batch_document(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Try again to make a PDF that could not be made at issue."""
    batch = _batch(request, public_id)
    job = start_job(
        jobs.DOCUMENT,
        title=_("Certificates of %(class)s") % {"class": batch.teaching_class.code},
        params={"batch": batch.pk},
        by=request.user,
        next_url=reverse("certificates:batch", args=[batch.public_id]),
    )
    return redirect("jobs:detail", public_id=job.public_id)


def _batch(request: HttpRequest, public_id: uuid.UUID) -> CertificateBatch:
    batch: CertificateBatch = get_object_or_404(
        CertificateBatch.objects.visible_to(request.user)
        .filter(institution=issuing_institution(request))
        .select_related("teaching_class__course", "teaching_class__term", "document", "issued_by"),
        public_id=public_id,
    )
    return batch
