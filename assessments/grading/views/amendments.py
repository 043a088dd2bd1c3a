"""Changes after the lock: the inbox, one grade with its history, asking and deciding."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessments.grading.domain.amendments import decide_amendment, request_amendment
from assessments.grading.domain.errors import GradingRefused
from assessments.grading.domain.lines import components_of, lines_of
from assessments.grading.domain.listing import amendments_for
from assessments.grading.domain.showing import amendment_steps, shown_grade
from assessments.grading.enums import AmendmentState, GradeStatus, SheetState
from assessments.grading.forms.amendments import AmendmentForm, DecisionForm
from assessments.grading.models import GradeAmendment, GradeEntry
from assessments.grading.rules import may_decide, may_record
from assessments.grading.views.finding import (
    READING,
    RECORDING,
    RETURNING,
    amendment_of,
    entry_of,
)
from courses.institutions.access import allow

PER_PAGE = 50


@allow(*READING)
@require_GET
def amendments(request: HttpRequest) -> HttpResponse:
    """Requests for changes, the waiting ones first asked for."""
    text = request.GET.get("text", "").strip()
    state = request.GET.get("state", AmendmentState.REQUESTED)
    sort = request.GET.get("sort", "")
    found = amendments_for(request.user, text=text, state=state, oldest_first=sort != "newest")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(amendment, amendment_steps(amendment)) for amendment in page],
        "text": text,
        "state": state,
        "sort": sort,
        "states": AmendmentState.choices,
    }
    return render(request, "assessments/grading/amendments.html", context)


@allow(*READING)
@require_GET
def entry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One grade, what was changed about it, and the forms for whoever may change it."""
    found = entry_of(request, public_id)
    return _page(request, found, form=None)


@allow(*RECORDING)
@require_POST
def amend(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    found = entry_of(request, public_id)
    form = _form(found, request.POST)
    if form.is_valid():
        try:
            request_amendment(
                found,
                status=GradeStatus(form.cleaned_data["status"]),
                scores=form.scores(),
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except GradingRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Asked for. A second person decides."))
            return redirect("grading:entry", public_id)
    return _page(request, found, form=form, status=400)


@allow(*RETURNING)
@require_POST
def decide(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    amendment = amendment_of(request, public_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Approve or refuse the change."))
        return redirect("grading:entry", amendment.entry.public_id)
    try:
        decide_amendment(
            amendment, approve=form.approves, note=form.cleaned_data["note"], by=request.user
        )
    except GradingRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request,
            _("Approved: the grade is changed.")
            if form.approves
            else _("Refused; the grade stays."),
        )
    return redirect("grading:entry", amendment.entry.public_id)


def _form(entry: GradeEntry, data: Any = None) -> AmendmentForm:
    line = lines_of(entry.sheet, entries=[entry])[0]
    return AmendmentForm(
        data, components=components_of(entry.sheet), scores=line.scores, status=entry.status
    )


def _page(
    request: HttpRequest, entry: GradeEntry, *, form: AmendmentForm | None, status: int = 200
) -> HttpResponse:
    history = list(
        GradeAmendment.objects.filter(entry=entry).select_related("requested_by", "decided_by")
    )
    waiting = next((a for a in history if a.state == AmendmentState.REQUESTED), None)
    teaching_class = entry.sheet.teaching_class
    may_ask = (
        entry.sheet.state == SheetState.LOCKED
        and waiting is None
        and entry.enrolment.valid_to is None
        and may_record(request.user, teaching_class)
    )
    line = lines_of(entry.sheet, entries=[entry])[0]
    context = {
        "entry": entry,
        "sheet": entry.sheet,
        "student": line.student,
        "teaching_class": teaching_class,
        "grade": shown_grade(entry, line.scores, components_of(entry.sheet)),
        "history": [(amendment, amendment_steps(amendment)) for amendment in history],
        "waiting": waiting,
        "form": form or (_form(entry) if may_ask else None),
        "may_decide": waiting is not None
        and waiting.requested_by_id != request.user.pk
        and may_decide(request.user, line.student),
        "own_request": waiting is not None and waiting.requested_by_id == request.user.pk,
        "decision_form": DecisionForm(),
    }
    return render(request, "assessments/grading/entry.html", context, status=status)
