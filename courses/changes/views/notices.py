"""Reading the news of changes and publications, and who was told of a publication."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses.changes.domain import (
    mark_publications_seen,
    mark_seen,
    notices_for_staff,
    notices_for_student,
    publications_for_staff,
    publications_for_student,
    told_by,
)
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.timetable.models import Publication
from courses.timetable.queries import person_of
from courses.timetable.views.terms import READERS, signed_in


@allow(R.INSTRUCTOR, R.STUDENT)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All that stand on the home page are read."""
    user = signed_in(request)
    person = person_of(user)
    if person.student is not None:
        mark_seen([one.change for one in notices_for_student(user, person.student)], by=user)
        mark_publications_seen(publications_for_student(user, person.student), by=user)
    if person.staff is not None:
        mark_seen([one.change for one in notices_for_staff(user, person.staff)], by=user)
        mark_publications_seen(publications_for_staff(user, person.staff), by=user)
    return redirect("portal:home")


@allow(*READERS)
@require_safe
def publication(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Class by class: what was said to whom."""
    rows = Publication.objects.visible_to(request.user).select_related(
        "term", "version", "published_by"
    )
    found = get_object_or_404(rows, public_id=public_id)
    context = {"publication": found, "told": told_by(found)}
    return render(request, "courses/changes/publication.html", context)
