"""Bell schedules: list, the sample, add, change, remove."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.timetable.domain.bells import (
    adopt_sample_bells,
    remove_bell_schedule,
    set_bell_schedule,
)
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.forms import BellForm
from courses.timetable.models import BellSchedule
from courses.timetable.views.terms import READERS, WRITERS, place_asked, required_term, signed_in


@allow(*READERS)
@require_safe
def bells(request: HttpRequest) -> HttpResponse:
    """All schedules, the newest first."""
    place = place_asked(request, *READERS)
    schedules = (
        BellSchedule.objects.visible_to(request.user)
        .filter(institution=place.institution)
        .select_related("campus")
        .prefetch_related("periods")
        .order_by("-valid_from", "pk")
    )
    context = {
        "schedules": schedules,
        "term": place.term,
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/bells.html", context)


@allow(*WRITERS)
@require_POST
def adopt_sample(request: HttpRequest) -> HttpResponse:
    """Begin with the shipped sample."""
    adopt_sample_bells(required_term(request, *WRITERS), by=signed_in(request))
    messages.success(request, _("The sample is in force now. Correct the times to your own."))
    return redirect("timetable:bells")


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def bell_add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def bell_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    return _edit(request, _schedule(request, public_id))


@allow(*WRITERS)
@require_POST
def bell_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    remove_bell_schedule(_schedule(request, public_id), by=signed_in(request))
    messages.success(request, _("The bell schedule was removed."))
    return redirect("timetable:bells")


def _schedule(request: HttpRequest, public_id: uuid.UUID) -> BellSchedule:
    rows = BellSchedule.objects.visible_to(request.user).select_related("campus")
    institution = institution_of(request, *WRITERS)
    found: BellSchedule = get_object_or_404(rows, public_id=public_id, institution=institution)
    return found


def _edit(request: HttpRequest, schedule: BellSchedule | None) -> HttpResponse:
    institution = institution_of(request, *WRITERS)
    form = BellForm(request.POST or None, institution=institution, schedule=schedule)
    if request.method == "POST" and form.is_valid():
        try:
            set_bell_schedule(
                institution, **form.cleaned_data, replaces=schedule, by=signed_in(request)
            )
        except TimetableRefused as refusal:
            form.add_error("periods", str(refusal))
        else:
            messages.success(
                request, _("Saved. A published timetable changes when it is published again.")
            )
            return redirect("timetable:bells")
    status = 422 if form.errors else 200
    context = {"form": form, "schedule": schedule}
    return render(request, "courses/timetable/bell_form.html", context, status=status)
