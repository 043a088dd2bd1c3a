"""An audit as a file."""

import logging
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.compliance.domain.report import CONTENT_TYPES, report
from assessments.compliance.domain.visibility import AUDIENCE, sees_persons
from assessments.compliance.models import AuditRun
from courses.institutions.access import allow
from media.pdf import PdfError
from media.rate_limit import seconds_to_wait

logger = logging.getLogger("qihang.audit")

EXPORTS_A_MINUTE = 20


@allow(*AUDIENCE)
@require_GET
def download(request: HttpRequest, public_id: uuid.UUID, report_format: str) -> HttpResponse:
    """JSON, xlsx or PDF of one audit; every export is logged with who took it."""
    if report_format not in CONTENT_TYPES:
        raise Http404
    run = get_object_or_404(
        AuditRun.objects.visible_to(request.user).select_related("institution", "made_by"),
        public_id=public_id,
    )
    wait = seconds_to_wait("export", str(request.user.pk), limit=EXPORTS_A_MINUTE, seconds=60)
    if wait:
        context = {"run": run, "seconds": wait}
        refused = render(request, "assessments/compliance/too_often.html", context, status=429)
        refused["Retry-After"] = str(wait)
        return refused
    try:
        content = report(
            run,
            report_format,
            show_student_numbers=sees_persons(request.user, run.institution),
        )
    except PdfError as error:
        messages.error(request, str(error))
        return redirect("compliance:run", public_id=run.public_id)
    logger.info("audit %s exported as %s by user %s", run.public_id, report_format, request.user.pk)
    name = _("Audit %(institution)s %(date)s") % {
        "institution": run.institution.name,
        "date": run.on.isoformat(),
    }
    response = HttpResponse(content, content_type=CONTENT_TYPES[report_format])
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.{report_format}") or ""
    )
    response["Cache-Control"] = "private, no-store"
    return response
