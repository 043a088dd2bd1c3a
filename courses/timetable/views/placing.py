"""What a search keeps to besides its rules: weeks kept free, minutes between campuses."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.timetable.domain.contradicted import in_weeks_kept_free
from courses.timetable.domain.free_weeks import keep_weeks_free, remove_free_weeks
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.domain.travel import minutes_between, set_travel
from courses.timetable.forms import FreeWeeksForm, TravelForm
from courses.timetable.models import FreeWeeks, Meeting
from courses.timetable.views.terms import READERS, WRITERS, place_asked, signed_in
from courses.timetable.weeks import format_weeks


@allow(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def free_weeks(request: HttpRequest) -> HttpResponse:
    """Who keeps which weeks of a term free; the office adds to them."""
    place = place_asked(request, *READERS)
    may_write = scope_of(request.user).has(*WRITERS)
    form = None
    if place.term is not None and may_write:
        form = FreeWeeksForm(request.POST or None, term=place.term)
        if request.method == "POST" and form.is_valid():
            try:
                keep_weeks_free(place.term, **form.cleaned_data, by=signed_in(request))
            except TimetableRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The next search keeps these weeks free."))
                return redirect(f"{reverse('timetable:free_weeks')}?term={place.term.public_id}")
    rows = FreeWeeks.objects.visible_to(request.user).filter(
        institution=place.institution, term=place.term
    )
    context = {
        "term": place.term,
        "form": form,
        "contradicted": in_weeks_kept_free(
            place.term, meetings=Meeting.objects.visible_to(request.user)
        )
        if place.term
        else [],
        "lines": [
            (row, format_weeks(row.weeks)) for row in rows.select_related("administrative_class")
        ],
        "may_write": may_write,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "courses/timetable/free_weeks.html", context, status=status)


@allow(*WRITERS)
@require_POST
def free_weeks_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The weeks can be taken again."""
    rows = FreeWeeks.objects.visible_to(request.user).select_related("term")
    row = get_object_or_404(
        rows, public_id=public_id, institution=institution_of(request, *WRITERS)
    )
    term = row.term
    remove_free_weeks(row, by=signed_in(request))
    messages.success(request, _("The weeks can be used again by the next search."))
    return redirect(f"{reverse('timetable:free_weeks')}?term={term.public_id}")


@allow(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def travel(request: HttpRequest) -> HttpResponse:
    """Minutes between the campuses."""
    institution = institution_of(request, *WRITERS)
    form = TravelForm(
        request.POST or None, institution=institution, minutes=minutes_between(institution)
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_travel(institution, minutes=form.minutes(), by=signed_in(request))
        except TimetableRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("timetable:travel")
    status = 422 if form.errors else 200
    return render(request, "courses/timetable/travel.html", {"form": form}, status=status)
