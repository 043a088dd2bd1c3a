"""Somebody is away, a room is lost: what happened, three proposals, carrying one out."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.changes.domain import ChangeRefused
from courses.changes.domain.repair import (
    Proposal,
    apply_repair,
    proposals_of,
    propose_repair,
    wording,
)
from courses.changes.forms.repair import RepairForm
from courses.changes.models import Repair
from courses.changes.views.people import OFFICES
from courses.institutions.access import allow, institution_of
from courses.teaching.models import Term
from courses.timetable.queries import term_on
from courses.timetable.solver.repair.problem import Kind

ICONS = {
    Kind.SUBSTITUTE: "person-check",
    Kind.ROOM: "door-open",
    Kind.TIME: "calendar-week",
    Kind.CANCEL: "calendar-x",
}


@dataclass(frozen=True)
class Row:
    """A line of a proposal in words."""

    line: Any
    icon: str
    said: str
    distance: str


@dataclass(frozen=True)
class Column:
    """A proposal in words. `same_as` is the heading of the one that does the same."""

    proposal: Proposal
    title: str
    counts: list[str]
    width: str
    rows: list[Row]
    unsolved: list[tuple[Any, str]]
    same_as: str
    is_applied: bool


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def repairs(request: HttpRequest) -> HttpResponse:
    """What happened is said here; below, what was asked before."""
    institution = institution_of(request, *OFFICES)
    present = term_on(institution.pk, timezone.localdate())
    form: RepairForm | None = None
    refusals: tuple[str, ...] = ()
    if present is not None:
        term = Term.objects.select_related("institution").get(pk=present.pk)
        form = RepairForm(request.POST or None, term=term)
        if request.method == "POST" and form.is_valid():
            try:
                made = propose_repair(
                    term, form.trouble, reason=form.cleaned_data["reason"], by=request.user
                )
            except ChangeRefused as refused:
                refusals = refused.sentences
            else:
                return redirect("changes:repair", public_id=made.public_id)
    rows = Repair.objects.visible_to(request.user).select_related("staff", "room__campus")
    return render(
        request,
        "courses/changes/repairs.html",
        {
            "form": form,
            "refusals": refusals,
            "page": Paginator(rows.defer("proposals"), 20).get_page(request.GET.get("page")),
        },
        status=422 if refusals or (form is not None and form.errors) else 200,
    )


@allow(*OFFICES)
@require_safe
def repair(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The proposals side by side."""
    found = _visible(request, public_id)
    return _page(request, found)


@allow(*OFFICES)
@require_POST
def repair_apply(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Carry one of them out."""
    found = _visible(request, public_id)
    try:
        done = apply_repair(found, emphasis=request.POST.get("proposal", ""), by=request.user)
    except ChangeRefused as refused:
        return _page(request, found, refusals=refused.sentences)
    count = done.changes.count()
    said = ngettext(
        "%(count)d meeting changed. Timetables and calendars show it.",
        "%(count)d meetings changed. Timetables and calendars show it.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("changes:repair", public_id=found.public_id)


def _page(request: HttpRequest, found: Repair, *, refusals: tuple[str, ...] = ()) -> HttpResponse:
    again = {
        "staff": found.staff.public_id if found.staff else "",
        "room": found.room.public_id if found.room else "",
        "first_date": found.first_date.isoformat(),
        "last_date": found.last_date.isoformat(),
        "reason": found.reason,
    }
    return render(
        request,
        "courses/changes/repair.html",
        {
            "repair": found,
            "columns": [_column(found, one) for one in proposals_of(found)],
            "refusals": refusals,
            "again": again,
        },
        status=422 if refusals else 200,
    )


def _column(found: Repair, one: Proposal) -> Column:
    return Column(
        proposal=one,
        title=wording.emphasis_said(found, one.emphasis),
        counts=wording.counts_said(one),
        width=wording.width_said(one),
        rows=[
            Row(line, ICONS[line.kind], wording.line_said(line), wording.distance_said(line))
            for line in one.lines
        ],
        unsolved=[
            (line, wording.why_said(found, line)) for line in one.lines if line.kind == Kind.CANCEL
        ],
        same_as=wording.emphasis_said(found, one.same_as) if one.same_as else "",
        is_applied=found.applied == one.emphasis,
    )


def _visible(request: HttpRequest, public_id: uuid.UUID) -> Repair:
    found: Repair = get_object_or_404(
        Repair.objects.visible_to(request.user).select_related(
            "staff", "room__campus", "term", "made_by", "applied_by"
        ),
        public_id=public_id,
    )
    return found
