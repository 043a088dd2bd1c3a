"""Somebody is away, a room is lost: what happened, three proposals, carrying one out."""

import datetime
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.changes.domain import ChangeRefused
from courses.changes.domain.repair import (
    Proposal,
    apply_repair,
    end_repair,
    proposals_of,
    propose_repair,
    wording,
)
from courses.changes.domain.repair.placed import placed_by
from courses.changes.forms.repair import EndForm, RepairForm, said_in
from courses.changes.models import Repair
from courses.changes.views.missing import missing_of_changes
from courses.changes.views.people import OFFICES
from courses.institutions.access import allow
from courses.teaching.views.missing import Missing, MissingOfAct
from courses.timetable.forms import TermChoice
from courses.timetable.solver.repair.problem import Kind
from courses.timetable.views.terms import place_asked

ONE_DAY = datetime.timedelta(days=1)
ICONS = {
    Kind.SUBSTITUTE: "person-check",
    Kind.ROOM: "door-open",
    Kind.TIME: "calendar-week",
    Kind.CANCEL: "calendar-x",
}


@dataclass(frozen=True)
class Row:
    """A line of a proposal in words. `missing`: students who have another class at a new time."""

    line: Any
    icon: str
    said: str
    distance: str
    missing: Missing | None


@dataclass(frozen=True)
class Column:
    """A proposal in words. `students`: how many have another class at a new time. `same_as` is the
    heading of the one that does the same."""

    proposal: Proposal
    title: str
    counts: list[str]
    width: str
    rows: list[Row]
    unsolved: list[tuple[Any, str]]
    students: int
    same_as: str
    is_applied: bool


@allow(*OFFICES)
@require_http_methods(["GET", "HEAD", "POST"])
def repairs(request: HttpRequest) -> HttpResponse:
    """What happened is said here; below, what was asked before. ?staff=, ?first_date=, ?last_date=
    and ?reason= fill it in; ?term= is the term, else that of the first day."""
    said = said_in(request.GET)
    place = place_asked(request, *OFFICES, on=said.get("first_date"))
    term = place.term
    form: RepairForm | None = None
    refusals: tuple[str, ...] = ()
    if term is not None:
        form = RepairForm(request.POST or None, term=term, initial=said)
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
            "terms": TermChoice(institution=place.institution, term=term) if term else None,
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


@allow(*OFFICES)
@require_POST
def repair_end(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The person is back, or the room, before the last day."""
    found = _visible(request, public_id)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, end_form=form)
    try:
        end_repair(found, last_date=form.cleaned_data["last_date"], by=request.user)
    except ChangeRefused as refused:
        form.add_error("last_date", str(refused))
        return _page(request, found, end_form=form)
    messages.success(request, _("Saved. From the next day on it is offered again."))
    return redirect("changes:repair", public_id=found.public_id)


def _page(
    request: HttpRequest,
    found: Repair,
    *,
    refusals: tuple[str, ...] = (),
    end_form: EndForm | None = None,
) -> HttpResponse:
    again = {
        "term": found.term.public_id,
        "staff": found.staff.public_id if found.staff else "",
        "room": found.room.public_id if found.room else "",
        "first_date": found.first_date.isoformat(),
        "last_date": found.last_date.isoformat(),
        "reason": found.reason,
    }
    columns = _columns(request, found)
    return render(
        request,
        "courses/changes/repair.html",
        {
            "repair": found,
            "columns": columns,
            "somebody_elsewhere": any(column.students for column in columns),
            "refusals": refusals,
            "again": again,
            "end_form": end_form or EndForm(),
            "may_end": found.applied_at is not None
            and found.last_date >= max(timezone.localdate(), found.first_date + ONE_DAY),
        },
        status=422 if refusals or end_form is not None else 200,
    )


def _columns(request: HttpRequest, found: Repair) -> list[Column]:
    proposals = proposals_of(found)
    # Of what wasn't taken nobody misses anything.
    possible = [one for one in proposals if found.applied in ("", one.emphasis)]
    missing = missing_of_changes(request.user, [found.term], placed_by(possible))
    by_emphasis = {one.emphasis: each for one, each in zip(possible, missing, strict=True)}
    titles = {
        str(one.emphasis): wording.emphasis_said(
            found, one.emphasis, other_rooms=wording.uses_other_rooms(one)
        )
        for one in proposals
    }
    return [
        _column(found, one, by_emphasis.get(one.emphasis, MissingOfAct()), titles)
        for one in proposals
    ]


def _column(found: Repair, one: Proposal, missing: MissingOfAct, titles: dict[str, str]) -> Column:
    return Column(
        proposal=one,
        title=titles[one.emphasis],
        counts=wording.counts_said(one),
        width=wording.width_said(one),
        rows=[
            Row(
                line,
                ICONS[line.kind],
                wording.line_said(line),
                wording.distance_said(line),
                missing.by_line.get(line.meeting),
            )
            for line in one.lines
        ],
        unsolved=[
            (line, wording.why_said(found, line)) for line in one.lines if line.kind == Kind.CANCEL
        ],
        students=missing.students,
        same_as=titles[one.same_as] if one.same_as else "",
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
