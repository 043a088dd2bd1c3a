"""Which class used which edition."""

import logging

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from courses.institutions.access import allow
from courses.teaching.models import TeachingClass, Term
from courses.textbooks.domain import class_uses
from courses.textbooks.views.adoptions import term_of
from courses.textbooks.views.roles import AUDITORS
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

logger = logging.getLogger("qihang.audit")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE_SIZE = 50


def _classes(request: HttpRequest, term: Term) -> QuerySet[TeachingClass]:
    found: QuerySet[TeachingClass] = (
        TeachingClass.objects.visible_to(request.user)
        .filter(term=term)
        .select_related("course", "term")
        .order_by("course__code", "code")
    )
    return found


@allow(*AUDITORS)
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    form, term = term_of(request)
    classes = _classes(request, term) if term else TeachingClass.objects.none()
    page = Paginator(classes, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "courses/textbooks/usage.html",
        {"form": form, "term": term, "page": page, "uses": class_uses(page.object_list)},
    )


@allow(*AUDITORS)
@require_safe
def usage_export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, all classes of the term."""
    _form, term = term_of(request)
    uses = class_uses(_classes(request, term)) if term else []
    rows = [
        (
            use.teaching_class.code,
            use.teaching_class.course.name,
            use.adoption.get_part_display() if use.adoption else _("no base textbook"),
            use.adoption.textbook.title if use.adoption else "",
            use.adoption.textbook.edition if use.adoption else "",
            use.adoption.textbook.isbn if use.adoption else "",
            use.since.isoformat() if use.since else "",
            use.until.isoformat() if use.until else "",
        )
        for use in uses
    ]
    columns = [
        SheetColumn(header)
        for header in (
            _("Teaching class"),
            _("Course"),
            _("Used as"),
            pgettext("book", "Title"),
            _("Edition"),
            _("ISBN"),
            _("from"),
            _("until"),
        )
    ]
    content = write_workbook([SheetToWrite(_("Textbooks used"), columns, rows)])
    logger.info("textbook usage exported by user %s", request.user.pk)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="textbooks-{term or "none"}.xlsx"'
    return response
