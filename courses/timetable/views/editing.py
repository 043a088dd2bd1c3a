"""The office moves the weekly times of a draft, locks them, and has the rest solved."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow
from courses.timetable.domain.drafts import copy_version, move_slot, set_lock
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.slot_places import Place, places_of
from courses.timetable.domain.version_problem import problem_of
from courses.timetable.enums import VersionState
from courses.timetable.forms import PlaceForm, SolveRestForm
from courses.timetable.jobs import start_building
from courses.timetable.models import Slot, TimetableVersion
from courses.timetable.views.terms import WRITERS, signed_in
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import weekday_text


@allow(*WRITERS)
@require_safe
def slot(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One weekly time: where it could go, what would clash, what it would cost.

    `?weekday=3&first_period=5` looks at one place closely; a meeting that is dragged lands here.
    """
    return _page(request, _slot(request, public_id))


@allow(*WRITERS)
@require_POST
def slot_move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put the weekly time at the place that was looked at."""
    found = _slot(request, public_id)
    form = PlaceForm(request.POST, institution=found.version.institution_id)
    if not form.is_valid():
        return _page(request, found, refusal=_("Choose a place and a room first."), status=422)
    asked = form.cleaned_data
    try:
        moved = move_slot(
            found,
            weekday=asked["weekday"],
            first_period=asked["first_period"],
            room=asked["room"],
            limit_reason=asked["limit_reason"],
            by=signed_in(request),
        )
    except TimetableRefused as refusal:
        return _page(request, found, refusal=str(refusal), status=409)
    messages.success(request, _("Moved. The draft is saved."))
    return redirect("timetable:slot", public_id=moved.public_id)


@allow(*WRITERS)
@require_POST
def slot_lock(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Lock or unlock the weekly time."""
    found = _slot(request, public_id)
    try:
        set_lock(found, locked=request.POST.get("locked") == "1")
    except TimetableRefused as refusal:
        return _page(request, found, refusal=str(refusal), status=409)
    return redirect("timetable:slot", public_id=found.public_id)


@allow(*WRITERS)
@require_POST
def version_copy(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A draft to edit, from any version."""
    draft = copy_version(_version(request, public_id), by=signed_in(request))
    messages.success(
        request, _("Version %(number)d is a copy that you can edit.") % {"number": draft.number}
    )
    return redirect("timetable:version", public_id=draft.public_id)


@allow(*WRITERS)
@require_POST
def version_solve(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand the search around the locked times to the worker; the result is another draft."""
    found = _version(request, public_id)
    form = SolveRestForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["seconds"])))
        return redirect("timetable:version", public_id=found.public_id)
    term = found.term
    job = start_building(
        term,
        seconds=form.cleaned_data["seconds"],
        seed=found.solver_report.get("seed") or 1,
        keep_free=[(day, part) for day, part in found.solver_report.get("keep_free", [])],
        around=found,
        title=_("Timetable of %(term)s") % {"term": term.code},
        next_url=f"{reverse('timetable:build')}?term={term.public_id}#versions",
        by=signed_in(request),
    )
    return redirect("jobs:detail", public_id=job.public_id)


def _page(
    request: HttpRequest, found: Slot, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    try:
        places = places_of(found, problem_of(found.version))
    except TimetableRefused as error:
        places, refusal = [], str(error)
    asked = _asked(request, places)
    days = sorted({place.weekday for place in places})
    context: dict[str, Any] = {
        "slot": found,
        "weekday": weekday_text(found.weekday),
        "weeks": format_weeks(found.weeks),
        "days": [weekday_text(day) for day in days],
        "rows": [
            (period, [place for place in places if place.first_period == period])
            for period in sorted({place.first_period for place in places})
        ],
        "asked": asked,
        "asked_weekday": weekday_text(asked.weekday) if asked else "",
        "editable": found.version.state == VersionState.DRAFT,
        "refusal": refusal,
    }
    return render(request, "courses/timetable/slot.html", context, status=status)


def _asked(request: HttpRequest, places: list[Place]) -> Place | None:
    """The place that an address or a form names; nonsense is no place."""
    values = request.POST if request.method == "POST" else request.GET
    wanted = (values.get("weekday", ""), values.get("first_period", ""))
    for place in places:
        if (str(place.weekday), str(place.first_period)) == wanted:
            return place
    return None


def _slot(request: HttpRequest, public_id: uuid.UUID) -> Slot:
    rows = Slot.objects.visible_to(request.user).select_related(
        "version__term__institution",
        "teaching_class__course",
        "room__campus",
        "instructor",
        "limit_excused_by",
    )
    found: Slot = get_object_or_404(rows, public_id=public_id)
    return found


def _version(request: HttpRequest, public_id: uuid.UUID) -> TimetableVersion:
    rows = TimetableVersion.objects.visible_to(request.user).select_related("term")
    found: TimetableVersion = get_object_or_404(rows, public_id=public_id)
    return found
