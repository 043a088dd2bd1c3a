"""The page of one sheet: reading it, and typing scores into it."""

import logging
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from assessments.grading.domain.distribution import distribution_of
from assessments.grading.domain.errors import GradingRefused
from assessments.grading.domain.lines import components_of, lines_of
from assessments.grading.domain.recording import record_scores
from assessments.grading.domain.schemes import schemes_for
from assessments.grading.domain.score_columns import column_label
from assessments.grading.enums import GradeStatus, SheetState
from assessments.grading.forms.amendments import ReturnForm
from assessments.grading.forms.score_page import ScorePage
from assessments.grading.models import GradeEntry, GradeSheet
from assessments.grading.rules import may_lock, may_record, may_return
from assessments.grading.views.finding import READING, RECORDING, class_of, sheet_of
from courses.institutions.access import allow

logger = logging.getLogger("qihang.audit")

#: Students on a page: a hall of 300 stays below Django's limit of fields, and a phone's patience.
PER_PAGE = 60


@allow(*READING)
@require_GET
def sheet(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    """The sheet of a class, to fill in or to read; before there is one, the way to open it."""
    found = class_of(request, teaching_class)
    if not GradeSheet.objects.visible_to(request.user).filter(teaching_class=found).exists():
        may_open = may_record(request.user, found)
        context = {
            "teaching_class": found,
            "may_open": may_open,
            "schemes": schemes_for(found) if may_open else [],
        }
        return render(request, "assessments/grading/unopened.html", context)
    selection = _Selection(request, sheet_of(request, teaching_class))
    return _page(request, selection, ScorePage(selection.lines(), selection.components))


@allow(*RECORDING)
@require_POST
def scores(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    """Record what was changed on one page of the sheet; whatever else was sent is ignored."""
    selection = _Selection(request, sheet_of(request, teaching_class))
    page = ScorePage(selection.lines(), selection.components)
    if not page.read(request.POST):
        return _page(request, selection, page, status=400)
    try:
        recorded = record_scores(selection.sheet, rows=page.changes, by=request.user)
    except GradingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _saved(recorded.changed))
    query = f"?{selection.query}" if selection.query else ""
    return redirect(reverse("grading:sheet", args=[teaching_class]) + query)


def _saved(count: int) -> str:
    if not count:
        return _("Nothing was changed.")
    return ngettext("Saved: %(count)s student.", "Saved: %(count)s students.", count) % {
        "count": count
    }


@dataclass
class _Selection:
    """The part of a sheet that the address names."""

    request: HttpRequest
    sheet: GradeSheet

    def __post_init__(self) -> None:
        self.text = self.request.GET.get("text", "").strip()
        self.show = self.request.GET.get("show", "")
        self.sort = self.request.GET.get("sort", "")
        self.components = components_of(self.sheet)
        self.all_entries = GradeEntry.objects.visible_to(self.request.user).filter(sheet=self.sheet)
        self.page: Any = Paginator(self._entries(), PER_PAGE).get_page(self.request.GET.get("page"))
        self.query = self.request.GET.urlencode()

    def _entries(self) -> Any:
        entries = self.all_entries.select_related("enrolment__student__administrative_class")
        if self.text:
            entries = entries.filter(
                Q(enrolment__student__student_number__icontains=self.text)
                | Q(enrolment__student__name__icontains=self.text)
                | Q(enrolment__student__administrative_class__name__icontains=self.text)
            )
        if self.show == "incomplete":
            entries = entries.filter(status=GradeStatus.NORMAL, total=None)
        elif self.show == "failed":
            entries = entries.filter(total__lt=self.sheet.scheme.pass_mark)
        elif self.show == "status":
            entries = entries.exclude(status=GradeStatus.NORMAL)
        number = "enrolment__student__student_number"
        order = {"total": ("total", number), "-total": ("-total", number)}
        return entries.order_by(*order.get(self.sort, (number,)))

    def lines(self) -> Any:
        return lines_of(self.sheet, entries=self.page.object_list)


def _page(
    request: HttpRequest, selection: _Selection, page: ScorePage, *, status: int = 200
) -> HttpResponse:
    sheet, teaching_class = selection.sheet, selection.sheet.teaching_class
    grades = selection.all_entries.filter(enrolment__valid_to=None)
    recording = may_record(request.user, teaching_class)
    is_submitted = sheet.state == SheetState.SUBMITTED
    context = {
        "sheet": sheet,
        "teaching_class": teaching_class,
        "columns": [(column_label(c), c.weight) for c in selection.components],
        "score_page": page,
        "selection": selection,
        "filtered": bool(selection.text or selection.show),
        "statuses": GradeStatus.choices,
        "distribution": distribution_of(
            grades.values_list("status", "total"), pass_mark=sheet.scheme.pass_mark
        ),
        "editable": recording and sheet.state == SheetState.DRAFT,
        "may_return": is_submitted and may_return(request.user, teaching_class),
        "may_lock": is_submitted and may_lock(request.user, teaching_class),
        "return_form": ReturnForm(),
    }
    return render(request, "assessments/grading/sheet.html", context, status=status)
