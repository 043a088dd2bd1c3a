"""Months and lists by day as files: of the month that is asked for, or with `month=all` of all."""

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from courses.institutions.models import Institution
from courses.teaching.models import Term
from courses.timetable.domain.agenda_paper import agenda_pdf, agenda_workbook
from courses.timetable.domain.month_paper import months_pdf, months_workbook
from courses.timetable.domain.months import MonthPage, month_asked, months_of, read_months
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.models.querysets import MeetingQuerySet
from courses.timetable.views.file_answers import PDF, XLSX, file_answer
from courses.timetable.views.grid import AGENDA, MONTH
from media.pdf.errors import PdfError

ALL = "all"
NAMES = {MONTH: pgettext_lazy("view", "Month"), AGENDA: pgettext_lazy("view", "Day by day")}
Make = Callable[[str, str, Sequence[MonthPage]], bytes]
MAKERS: dict[tuple[str, str], tuple[str, Make]] = {
    (MONTH, "pdf"): (PDF, months_pdf),
    (MONTH, "xlsx"): (XLSX, months_workbook),
    (AGENDA, "pdf"): (PDF, agenda_pdf),
    (AGENDA, "xlsx"): (XLSX, agenda_workbook),
}


def dated_answer(
    request: HttpRequest, name: str, term: Term, meetings: MeetingQuerySet, *, view: str, form: str
) -> HttpResponse:
    """`meetings` come narrowed to whom the timetable is of; 404 for another kind of file."""
    if (view, form) not in MAKERS:
        raise Http404
    content_type, make = MAKERS[view, form]
    today = timezone.localdate()
    asked = request.GET.get("month", "")
    chosen = months_of(term) if asked == ALL else [month_asked(term, asked, today=today)]
    pages = read_months(term, chosen, meetings=meetings, with_classes=True, today=today)
    institution = Institution.objects.get(pk=term.institution_id)
    title = _("Timetable of %(name)s") % {"name": name}
    try:
        content = make(title, f"{institution.name} · {term.code}", pages)
    except (PdfError, TimetableRefused) as error:
        messages.error(request, str(error).splitlines()[0])
        return redirect("timetable:mine")
    span = term.code if asked == ALL else str(chosen[0])
    return file_answer(content, f"{name}-{span}-{NAMES[view]}.{form}", content_type)
