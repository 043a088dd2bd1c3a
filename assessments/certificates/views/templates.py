"""How a template looks in print, before it is used."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from assessments.certificates.domain.document import render_certificates
from assessments.certificates.domain.templates import sample_of
from assessments.certificates.models import CertificateTemplate
from assessments.certificates.views.shared import ISSUERS
from courses.institutions.access import allow
from media.pdf import PdfError


@allow(*ISSUERS)
@require_GET
def template_preview(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One page with somebody who doesn't exist; unsigned, and no certificate."""
    template = get_object_or_404(
        CertificateTemplate.objects.visible_to(request.user).select_related("institution", "seal"),
        public_id=public_id,
    )
    try:
        content = render_certificates([sample_of(template)], made_at=None)
    except PdfError as failure:
        return render(
            request,
            "assessments/certificates/preview_failed.html",
            {"template": template, "reason": failure.args[0]},
            status=422,
        )
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
