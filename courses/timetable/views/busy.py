"""Times taken by other courses: list, import, remove."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.institutions.access import allow, institution_of
from courses.institutions.scopes import scope_of
from courses.timetable.domain.busy_import import BUSY_TIMES
from courses.timetable.domain.busy_times import remove_busy_time
from courses.timetable.domain.contradicted import at_times_taken
from courses.timetable.forms import BusyFilter, BusyUploadForm
from courses.timetable.importers import BusyTimeImporter
from courses.timetable.models import BusyTime, Meeting
from courses.timetable.views.files import start_import
from courses.timetable.views.terms import READERS, WRITERS, place_asked, required_term, signed_in
from courses.timetable.weeks import format_weeks
from courses.timetable.wording import periods_text, weekday_text

PAGE_SIZE = 50


@allow(*READERS)
@require_safe
def busy_times(request: HttpRequest) -> HttpResponse:
    """What is taken in a term, and a form to bring in a file."""
    return _page(request, BusyUploadForm())


@allow(*WRITERS)
@require_POST
def busy_import(request: HttpRequest) -> HttpResponse:
    """Read a file; what was understood of it is shown before anything changes."""
    term = required_term(request, *WRITERS)
    form = BusyUploadForm(request.POST, request.FILES)
    if form.is_valid():
        started = start_import(
            request, form, BusyTimeImporter.kind, term, source=form.cleaned_data["source"]
        )
        if started is not None:
            return started
    return _page(request, form, status=form.status)


@allow(*WRITERS)
@require_POST
def busy_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The time is free again."""
    rows = BusyTime.objects.visible_to(request.user).select_related("term")
    busy = get_object_or_404(
        rows, public_id=public_id, institution=institution_of(request, *WRITERS)
    )
    term = busy.term
    remove_busy_time(busy, by=signed_in(request))
    messages.success(request, _("The time is free again for the next search."))
    return redirect(f"{reverse('timetable:busy_times')}?term={term.public_id}")


def _page(request: HttpRequest, form: BusyUploadForm, *, status: int = 200) -> HttpResponse:
    place = place_asked(request, *READERS)
    asked = BusyFilter(request.GET)
    found = BusyTime.objects.visible_to(request.user).filter(
        institution=place.institution, term=place.term
    )
    if asked.is_valid() and asked.cleaned_data["q"]:
        found = found.matching(asked.cleaned_data["q"])
    ordered = found.select_related("administrative_class", "staff", "room__campus")
    page = Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page"))
    meetings = Meeting.objects.visible_to(request.user)
    context = {
        "term": place.term,
        "contradicted": at_times_taken(place.term, meetings=meetings) if place.term else [],
        "form": form,
        "filter": asked,
        "page": page,
        "lines": [
            (
                busy,
                weekday_text(busy.weekday),
                periods_text(busy.first_period, busy.periods),
                format_weeks(busy.weeks),
            )
            for busy in page
        ],
        "columns": BUSY_TIMES.columns,
        "may_write": scope_of(request.user).has(*WRITERS),
    }
    return render(request, "courses/timetable/busy_times.html", context, status=status)
