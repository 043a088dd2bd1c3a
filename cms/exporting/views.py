"""Downloads of pages, of released outlines and of teaching calendars."""

import io
import logging
import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.exporting.domain import (
    CALENDAR_EXPORTS,
    Export,
    exports_of_outline,
    exports_of_page,
)
from courses.curriculum.models import Outline
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.teaching.models import TeachingClass
from media.pdf import PdfError
from media.rate_limit import seconds_to_wait

logger = logging.getLogger("qihang.audit")
EXPORTS_A_MINUTE = 10
CALENDAR_READERS = (
    R.TEACHING_OFFICE,
    R.INSTITUTION_ADMINISTRATOR,
    R.DEPARTMENT_COORDINATOR,
    R.INSTRUCTOR,
    R.AUDITOR,
)


@allow(*R.values)
@require_safe
def page(request: HttpRequest, page_id: int, export_format: str) -> HttpResponseBase:
    """A published page of the person's institution or province as a file.

    404 for what the person may not read, and for a lesson's plan to those who don't teach.
    """
    found: Any = get_object_or_404(Page.objects.live().specific(), pk=page_id)
    export = exports_of_page(found, request.user).get(export_format)
    return _send(request, export, found, name=found.title)


@allow(*R.values)
@require_safe
def outline(request: HttpRequest, public_id: uuid.UUID, export_format: str) -> HttpResponseBase:
    """A released outline as it was released."""
    found = get_object_or_404(
        Outline.objects.visible_to(request.user).select_related("course"), public_id=public_id
    )
    export = exports_of_outline(found).get(export_format)
    name = _("%(title)s, outline %(number)d") % {"title": found.title, "number": found.number}
    return _send(request, export, found, name=name)


@allow(*CALENDAR_READERS)
@require_safe
def calendar(request: HttpRequest, public_id: uuid.UUID, export_format: str) -> HttpResponseBase:
    """The teaching calendar of a class that the person may see."""
    found = get_object_or_404(
        TeachingClass.objects.visible_to(request.user).select_related(
            "course", "outline", "term", "institution"
        ),
        public_id=public_id,
    )
    name = _("Teaching calendar %(code)s") % {"code": found.code}
    return _send(request, CALENDAR_EXPORTS.get(export_format), found, name=name)


def _send(
    request: HttpRequest, export: Export | None, subject: Any, *, name: str
) -> HttpResponseBase:
    if export is None:
        raise Http404
    wait = seconds_to_wait("export", str(request.user.pk), limit=EXPORTS_A_MINUTE, seconds=60)
    if wait:
        refused = render(request, "cms/exporting/too_often.html", {"seconds": wait}, status=429)
        refused["Retry-After"] = str(wait)
        return refused
    try:
        content = export.make(subject)
    except PdfError as error:
        return render(request, "cms/exporting/refused.html", {"error": error}, status=422)
    logger.info("%s %s exported by user %s", export.suffix, subject.pk, request.user.pk)
    return FileResponse(
        io.BytesIO(content),
        as_attachment=True,
        filename=f"{name}.{export.suffix}",
        content_type=export.content_type,
    )
