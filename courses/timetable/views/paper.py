"""Timetables to print and to take along: PDF, Excel, WakeUp's CSV."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow
from courses.institutions.models import Institution
from courses.timetable.domain.paper import (
    GROUPED,
    Sheet,
    sheet_of,
    sheets_pdf,
    sheets_workbook,
    term_subtitle,
)
from courses.timetable.domain.reading import TimetablePage
from courses.timetable.domain.slot_export import lesson_of
from courses.timetable.domain.zf_files import LAYOUTS, zf_file
from courses.timetable.formats.wakeup import HEADER, wakeup_row
from courses.timetable.jobs import PAPER, start_printing
from courses.timetable.models.querysets import SlotQuerySet
from courses.timetable.queries import person_of, term_on
from courses.timetable.views.dated_paper import dated_answer
from courses.timetable.views.file_answers import CSV, XLSX, file_answer
from courses.timetable.views.grid import WEEK, own_page, own_term, page_of, view_asked
from courses.timetable.views.subjects import (
    KINDS,
    draft_asked,
    found_or_404,
    kind_asked,
    rows_of,
    sees_each,
    subjects_of,
)
from courses.timetable.views.terms import (
    OWNERS,
    READERS,
    place_asked,
    required_term,
    signed_in,
)
from media.jobs.models import Job
from media.library.models import PrivateFile
from media.library.responses import private_file_response
from media.pdf.errors import PdfError
from media.spreadsheets.delimited import write_csv

ZF_TYPES = {"xlsx": XLSX, "csv": CSV}
MAKERS: dict[str, tuple[str, Callable[[list[Sheet]], bytes]]] = {
    "pdf": ("application/pdf", sheets_pdf),
    "xlsx": (XLSX, sheets_workbook),
}


@allow(*OWNERS, *READERS)
@require_safe
def own_paper(request: HttpRequest, form: str) -> HttpResponse:
    """One's own timetable as `pdf` or `xlsx`: what the page shows that has the same filters."""
    person = person_of(signed_in(request))
    term = own_term(person)
    if term is None:
        return redirect("timetable:mine")
    name = str(person.staff or person.student)
    if (view := view_asked(request)) != WEEK:
        return dated_answer(request, name, term, person.meetings(), view=view, form=form)
    page = own_page(request, person)
    assert page is not None
    return _answer(request, name, page, form)


@allow(*OWNERS, *READERS)
@require_safe
def own_wakeup(request: HttpRequest) -> HttpResponse:
    """One's own term for WakeUp 课程表, which many students use."""
    person = person_of(signed_in(request))
    term = term_on(person.institution_id, timezone.localdate()) if person.institution_id else None
    if term is None:
        return redirect("timetable:mine")
    slots = person.slots(term).with_names().order_by("weekday", "first_period", "pk")
    content = write_csv(HEADER, [wakeup_row(lesson_of(slot)) for slot in slots])
    return file_answer(content, f"{term.code}-WakeUp.csv", CSV)


@allow(*OWNERS, *READERS)
@require_safe
def own_zf(request: HttpRequest, layout: str, form: str) -> HttpResponse:
    """One's own term as 正方 writes it."""
    person = person_of(signed_in(request))
    term = term_on(person.institution_id, timezone.localdate()) if person.institution_id else None
    if term is None:
        return redirect("timetable:mine")
    return zf_answer(person.slots(term), term.code, layout, form)


@allow(*READERS)
@require_safe
def board_paper(request: HttpRequest, form: str) -> HttpResponse:
    """What the board shows, as `pdf` or `xlsx`: the same address with the same filters."""
    term = place_asked(request, *READERS).term
    kind = kind_asked(request)
    if term is None or not request.GET.get("of"):
        return redirect("timetable:board")
    subject = found_or_404(subjects_of(request, kind), request.GET["of"])
    version = draft_asked(request, term)
    view = view_asked(request)
    if version is None and view != WEEK:
        meetings, _slots = rows_of(request, term, kind, subject, None)
        return dated_answer(request, str(subject), term, meetings, view=view, form=form)
    page = page_of(request, term, kind, subject, version)
    return _answer(request, str(subject), page, form)


@allow(*READERS)
@require_POST
def print_all(request: HttpRequest) -> HttpResponse:
    """A page for each class, instructor or room of the term, made by the worker."""
    term = required_term(request, *READERS)
    kind, form = request.POST.get("kind", ""), request.POST.get("form", "")
    if kind not in GROUPED or form not in MAKERS or not sees_each(request, KINDS[kind]):
        messages.error(request, _("Choose what to print, and PDF or Excel."))
        return redirect("timetable:board")
    job = start_printing(
        term,
        kind=kind,
        form=form,
        title=_("Timetables of %(term)s: %(kind)s")
        % {"term": term.code, "kind": KINDS[kind].label},
        by=signed_in(request),
    )
    return redirect("jobs:detail", public_id=job.public_id)


@allow(*READERS)
@require_safe
def printed(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """What the worker made, for whoever asked for it."""
    jobs = Job.objects.visible_to(request.user).filter(kind=PAPER)
    job = get_object_or_404(jobs, public_id=public_id)
    return private_file_response(request, get_object_or_404(PrivateFile, pk=job.result.get("file")))


def _answer(request: HttpRequest, name: str, page: TimetablePage, form: str) -> HttpResponse:
    if form not in MAKERS:
        raise Http404
    content_type, make = MAKERS[form]
    page.term.institution = Institution.objects.get(pk=page.term.institution_id)
    sheet = sheet_of(name, term_subtitle(page.term, week=page.week), page.grid)
    try:
        content = make([sheet])
    except PdfError as error:
        messages.error(request, str(error).splitlines()[0])
        return redirect("timetable:mine")
    week = f"-{page.week}" if page.week else ""
    return file_answer(content, f"{name}-{page.term.code}{week}.{form}", content_type)


def zf_answer(slots: SlotQuerySet, name: str, layout: str, form: str) -> HttpResponse:
    """Weekly times in a layout of 正方; 404 for one that it hasn't, or another kind of file."""
    if layout not in LAYOUTS or form not in ZF_TYPES:
        raise Http404
    content = zf_file(slots, layout=layout, form=form)
    return file_answer(content, f"{name}-zf-{layout}.{form}", ZF_TYPES[form])
