"""Who teaches which part of a class."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from courses.institutions.access import allow, institution_of
from courses.teaching.domain.assignments import NotQualified
from courses.teaching.domain.shares import share_class
from courses.teaching.models import TeachingClass
from courses.timetable.forms import SharesForm
from courses.timetable.views.terms import WRITERS


@allow(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def class_shares(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Shares and weeks of all who teach one class."""
    institution = institution_of(request, *WRITERS)
    rows = TeachingClass.objects.visible_to(request.user).select_related("term", "course")
    found: TeachingClass = get_object_or_404(rows, public_id=public_id, institution=institution)
    assignments = found.assignments.filter(valid_to=None).select_related("staff")
    form = SharesForm(
        request.POST or None,
        teaching_class=found,
        assignments=list(assignments.order_by("valid_from", "pk")),
    )
    if request.method == "POST" and form.is_valid():
        try:
            advice = share_class(found, shares=form.shares(), by=request.user)
        except NotQualified as error:
            form.add_error(None, _("%(name)s can't be assigned.") % {"name": error.staff.name})
            for reason in error.reasons:
                form.add_error(None, reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved. The next search places the class so."))
            for staff, lapses in advice:
                text = _("%(name)s may no longer teach from week %(week)d on, %(date)s.")
                values = {"name": staff.name, "week": lapses.week, "date": lapses.on.isoformat()}
                messages.warning(request, text % values)
            return redirect("teaching:class", public_id=found.public_id)
    context = {"form": form, "class": found}
    status = 422 if form.errors else 200
    return render(request, "courses/timetable/class_shares.html", context, status=status)
