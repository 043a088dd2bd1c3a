"""A person's own certificates, whatever their role, and one of them as PDF or badge."""

import logging
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.certificates.domain import certificate_document
from assessments.certificates.domain.codes import grouped
from assessments.certificates.domain.credential import signed_credential
from assessments.certificates.domain.errors import SigningRefused
from assessments.certificates.enums import CertificateState
from assessments.certificates.models import Certificate
from assessments.certificates.views.shared import HOLDERS, ISSUERS, attachment
from courses.institutions.access import allow
from courses.institutions.scopes import scope_of
from media.pdf import PdfError

audit_log = logging.getLogger("qihang.audit")


@allow(*HOLDERS)
@require_GET
def own_certificates(request: HttpRequest) -> HttpResponse:
    """What the person holds as student or as staff, with its state."""
    own = Certificate.objects.held_by(request.user).select_related("institution", "replaced_by")
    certificates = [(one, grouped(one.code)) for one in own.order_by("-issued_on", "-pk")]
    return render(request, "assessments/certificates/own.html", {"certificates": certificates})


@allow(*ISSUERS, *HOLDERS)
@require_GET
def certificate_pdf(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One that stands, made on the spot as its batch was, and signed."""
    certificate = _standing(request, public_id)
    try:
        content = certificate_document(certificate)
    except (PdfError, SigningRefused) as failure:
        return _sent_back(request, failure.args[0])
    audit_log.info("certificate %s downloaded by user %s", certificate.public_id, request.user.pk)
    name = _("Certificate %(serial)s.pdf") % {"serial": certificate.serial}
    return attachment(content, name=name, content_type="application/pdf")


@allow(*ISSUERS, *HOLDERS)
@require_GET
def certificate_badge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One that stands as a signed Open Badges 3.0 credential (a JSON Web Token)."""
    certificate = _standing(request, public_id)
    try:
        token = signed_credential(certificate)
    except SigningRefused as refusal:
        return _sent_back(request, str(refusal))
    audit_log.info("badge %s downloaded by user %s", certificate.public_id, request.user.pk)
    return attachment(
        token.encode(), name=f"{certificate.serial}.jwt", content_type="application/vc+jwt"
    )


def _standing(request: HttpRequest, public_id: uuid.UUID) -> Certificate:
    """The person's own, or one that they may issue."""
    issuer = Certificate.objects.visible_to(request.user, acting_as=ISSUERS)
    found: Certificate = get_object_or_404(
        (issuer | Certificate.objects.held_by(request.user))
        .filter(state=CertificateState.VALID)
        .select_related("institution", "version__seal"),
        public_id=public_id,
    )
    return found


def _sent_back(request: HttpRequest, why: str) -> HttpResponse:
    messages.error(request, why)
    issuer = scope_of(request.user).has(*ISSUERS)
    return redirect("certificates:list" if issuer else "certificates:own")
