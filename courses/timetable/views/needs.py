"""How a class meets, and in which room."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow, institution_of
from courses.teaching.domain.patterns import set_meeting_pattern
from courses.teaching.models import TeachingClass
from courses.timetable.domain.rooms import equipment_of_rooms, kinds_of_rooms
from courses.timetable.forms import ClassNeedsForm
from courses.timetable.views.terms import WRITERS


@allow(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_needs(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the next search places for one class."""
    institution = institution_of(request, *WRITERS)
    rows = TeachingClass.objects.visible_to(request.user).select_related("term", "course")
    found: TeachingClass = get_object_or_404(rows, public_id=public_id, institution=institution)
    form = ClassNeedsForm(
        request.POST or None,
        teaching_class=found,
        kinds=kinds_of_rooms(institution),
        equipment=equipment_of_rooms(institution),
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_meeting_pattern(found, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. The next search places the class so."))
            return redirect("teaching:class", public_id=found.public_id)
    context = {"form": form, "class": found}
    status = 422 if form.errors else 200
    return render(request, "courses/timetable/class_needs.html", context, status=status)
