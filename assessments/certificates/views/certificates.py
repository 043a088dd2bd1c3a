"""Issued certificates: finding, exporting, reading, reissuing, revoking."""

import logging
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.certificates.domain import CertificatesRefused, RevocationRefused, revoke
from assessments.certificates.domain.classes import with_certificates
from assessments.certificates.domain.codes import grouped
from assessments.certificates.domain.export import certificates_workbook
from assessments.certificates.domain.reissuing import reissue
from assessments.certificates.domain.signing import why_unsigned
from assessments.certificates.forms import CertificateFilter, ReissueForm, RevokeForm
from assessments.certificates.models import Certificate
from assessments.certificates.views.shared import (
    ISSUERS,
    READERS,
    attachment,
    issuing_institution,
    page_of,
    sort_of,
)
from courses.institutions.access import allow
from courses.institutions.scopes import scope_of
from courses.teaching.models import TeachingClass
from media.rate_limit import seconds_to_wait

audit_log = logging.getLogger("qihang.audit")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ORDERS = {
    "newest": ("-issued_on", "-serial"),
    "serial": ("serial",),
    "name": ("holder_name", "serial"),
    "number": ("holder_number", "serial"),
}
EXPORTS_A_MINUTE = 10


@allow(*READERS)
@require_GET
def certificate_list(request: HttpRequest) -> HttpResponse:
    """Search, filters, sort; everything in the address."""
    form, certificates = _found(request)
    may_issue = scope_of(request.user).has(*ISSUERS)
    return render(
        request,
        "assessments/certificates/list.html",
        {
            "form": form,
            "page": page_of(
                request, certificates.select_related("enrolment__teaching_class", "replaced_by")
            ),
            "sort": sort_of(request, ORDERS),
            "may_issue": may_issue,
            "unsigned": why_unsigned(issuing_institution(request)) if may_issue else "",
        },
    )


@allow(*READERS)
@require_GET
def certificate_export(request: HttpRequest) -> HttpResponse:
    """The list as filtered, as a workbook."""
    wait = seconds_to_wait("export", str(request.user.pk), limit=EXPORTS_A_MINUTE, seconds=60)
    if wait:
        response = render(
            request, "assessments/certificates/too_often.html", {"seconds": wait}, status=429
        )
        response["Retry-After"] = str(wait)
        return response
    _form, certificates = _found(request)
    audit_log.info("list of certificates exported by user %s", request.user.pk)
    name = _("Certificates %(date)s.xlsx") % {"date": timezone.localdate().isoformat()}
    return attachment(certificates_workbook(certificates), name=name, content_type=XLSX)


def _found(request: HttpRequest) -> tuple[CertificateFilter, QuerySet[Any]]:
    classes = with_certificates(TeachingClass.objects.visible_to(request.user))
    form = CertificateFilter(request.GET, classes=classes)
    form.is_valid()  # what is not valid is missing from cleaned_data, and no filter
    wanted = form.cleaned_data
    certificates = Certificate.objects.visible_to(request.user)
    if wanted.get("q"):
        certificates = certificates.matching(wanted["q"].strip())
    if wanted.get("teaching_class"):
        certificates = certificates.filter(enrolment__teaching_class=wanted["teaching_class"])
    if wanted.get("kind"):
        certificates = certificates.filter(kind=wanted["kind"])
    if wanted.get("state"):
        certificates = certificates.worth(wanted["state"], on=timezone.localdate())
    return form, certificates.order_by(*ORDERS[sort_of(request, ORDERS)])


@allow(*READERS)
@require_GET
def certificate_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What it says and whether it stands; issuers may replace or revoke it here."""
    return _detail(request, _certificate(request, public_id))


@allow(*ISSUERS)
@require_POST
def certificate_revoke(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Revoke with a reason."""
    certificate = _certificate(request, public_id)
    form = RevokeForm(request.POST)
    if form.is_valid():
        try:
            revoke(certificate, reason=form.cleaned_data["reason"], by=request.user)
        except RevocationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The certificate is revoked; verification says so now."))
            return redirect("certificates:detail", public_id=public_id)
    return _detail(request, certificate, revoking=form)


@allow(*ISSUERS)
@require_POST
def certificate_reissue(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Issue another instead of it, with a reason."""
    certificate = _certificate(request, public_id)
    form = ReissueForm(request.POST, prefix="reissue")
    if form.is_valid():
        try:
            new = reissue(certificate, by=request.user, **form.cleaned_data)
        except CertificatesRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Issued; verification of the old one says replaced."))
            return redirect("certificates:detail", public_id=new.public_id)
    return _detail(request, certificate, reissuing=form)


def _certificate(request: HttpRequest, public_id: uuid.UUID) -> Certificate:
    certificates = Certificate.objects.visible_to(request.user).select_related(
        "enrolment__teaching_class",
        "batch",
        "institution",
        "issued_by",
        "revoked_by",
        "replaces",
        "replaced_by",
    )
    if request.method == "POST":
        certificates = certificates.filter(institution=issuing_institution(request))
    certificate: Certificate = get_object_or_404(certificates, public_id=public_id)
    return certificate


def _detail(
    request: HttpRequest,
    certificate: Certificate,
    *,
    revoking: RevokeForm | None = None,
    reissuing: ReissueForm | None = None,
) -> HttpResponse:
    context = {
        "certificate": certificate,
        "code": grouped(certificate.code),
        "form": revoking or RevokeForm(),
        "reissue_form": reissuing
        or ReissueForm(prefix="reissue", initial={"issued_on": timezone.localdate()}),
        "may_issue": scope_of(request.user).has(*ISSUERS),
    }
    return render(request, "assessments/certificates/detail.html", context)
