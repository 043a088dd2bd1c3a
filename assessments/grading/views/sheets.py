"""The list of sheets, and what happens to a sheet as a whole."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.grading.domain.errors import GradingRefused
from assessments.grading.domain.listing import NOT_OPENED, classes_with_sheets, sheet_counts
from assessments.grading.domain.locking import lock_sheet
from assessments.grading.domain.sheets import open_sheet, return_sheet, submit_sheet
from assessments.grading.enums import SheetState
from assessments.grading.forms.amendments import ReturnForm
from assessments.grading.models import GradingScheme
from assessments.grading.views.finding import (
    LOCKING,
    READING,
    RECORDING,
    RETURNING,
    class_of,
    sheet_of,
)
from courses.institutions.access import allow
from courses.teaching.models import Term

PER_PAGE = 50


@allow(*READING)
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """Classes with the state of their sheets; filters and order are in the address."""
    filters = {key: request.GET.get(key, "").strip() for key in ("text", "state", "term", "sort")}
    classes = classes_with_sheets(request.user, **filters)
    page = Paginator(classes, PER_PAGE).get_page(request.GET.get("page"))
    terms = Term.objects.visible_to(request.user).order_by("-first_monday")
    return render(
        request,
        "assessments/grading/sheets.html",
        {
            "page": page,
            "filters": filters,
            "filtered": any(filters[key] for key in ("text", "state", "term")),
            "counts": sheet_counts(request.user),
            "states": [(NOT_OPENED, _("Not opened")), *SheetState.choices],
            "terms": list(dict.fromkeys(terms.values_list("code", flat=True))),
        },
    )


@allow(*RECORDING)
@require_POST
def sheet_open(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    found = class_of(request, teaching_class)
    scheme = None
    if wanted := request.POST.get("scheme"):
        try:
            public_id = uuid.UUID(wanted)
        except ValueError as error:
            raise Http404 from error
        schemes = GradingScheme.objects.visible_to(request.user)
        scheme = get_object_or_404(schemes, public_id=public_id)
    try:
        open_sheet(found, scheme=scheme, by=request.user)
    except GradingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("grading:sheet", found.public_id)


@allow(*RECORDING)
@require_POST
def sheet_submit(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    sheet = sheet_of(request, teaching_class)
    try:
        submit_sheet(sheet, by=request.user)
        messages.success(request, _("The sheet is submitted. The office locks it next."))
    except GradingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("grading:sheet", teaching_class)


@allow(*RETURNING)
@require_POST
def sheet_return(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    sheet = sheet_of(request, teaching_class)
    form = ReturnForm(request.POST)
    # What isn't valid counts as empty, and an empty question is refused with a sentence.
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        return_sheet(sheet, note=note, by=request.user)
        messages.success(request, _("The sheet went back to the instructor."))
    except GradingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("grading:sheet", teaching_class)


@allow(*LOCKING)
@require_POST
def sheet_lock(request: HttpRequest, teaching_class: uuid.UUID) -> HttpResponse:
    sheet = sheet_of(request, teaching_class)
    try:
        lock_sheet(sheet, by=request.user)
        messages.success(request, _("The sheet is locked; the students see their grades."))
    except GradingRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("grading:sheet", teaching_class)
