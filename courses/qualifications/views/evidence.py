"""Sending the scan of a certificate."""

import logging
import uuid

from csp.constants import SELF
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from courses.institutions.access import allow
from courses.institutions.enums import RoleKind
from courses.qualifications.models import StaffCertificate
from courses.qualifications.views.staff import READERS
from media.library.responses import private_file_response

audit_log = logging.getLogger("qihang.audit")


@allow(*READERS, RoleKind.INSTRUCTOR)
@xframe_options_sameorigin
@require_GET
def evidence(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """The file, for the holder and those who answer for them; each view is logged."""
    certificate = get_object_or_404(
        StaffCertificate.objects.visible_to(request.user).select_related("evidence"),
        public_id=public_id,
    )
    if certificate.evidence is None:
        raise Http404
    audit_log.info(
        "evidence viewed user=%s certificate=%s staff=%s",
        request.user.pk,
        certificate.pk,
        certificate.staff_id,
    )
    response = private_file_response(request, certificate.evidence, inline=True)
    # In a frame of our own pages; some browsers show a PDF by an object of the answer itself.
    setattr(response, "_csp_update", {"object-src": [SELF]})  # noqa: B010 — read by django-csp
    return response
