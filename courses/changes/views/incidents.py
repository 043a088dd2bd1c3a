"""教学事故: the list, and recording one at a meeting."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.changes.domain import ChangeRefused, record_incident
from courses.changes.forms import IncidentForm
from courses.changes.models import TeachingIncident
from courses.changes.views.people import CONCERNED, DECIDERS
from courses.institutions.access import allow
from courses.timetable.models import Meeting


@allow(*CONCERNED)
@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """An instructor sees those recorded of them."""
    rows = TeachingIncident.objects.visible_to(request.user).select_related(
        "meeting__teaching_class__course", "staff", "recorded_by"
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    return render(request, "courses/changes/incidents.html", {"page": page})


@allow(*DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def incident_add(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What happened at a meeting."""
    meeting: Meeting = get_object_or_404(
        Meeting.objects.visible_to(request.user).with_names(), public_id=public_id
    )
    form = IncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_incident(meeting, by=request.user, **form.cleaned_data)
        except ChangeRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The incident is recorded."))
            return redirect("changes:incidents")
    return render(
        request,
        "courses/changes/incident_add.html",
        {"meeting": meeting, "form": form},
        status=422 if form.errors else 200,
    )
