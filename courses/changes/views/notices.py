"""Reading the news of changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from courses.changes.domain import mark_seen, notices_for_staff, notices_for_student
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.timetable.queries import person_of
from courses.timetable.views.terms import signed_in


@allow(R.INSTRUCTOR, R.STUDENT)
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """All that stand on the home page are read."""
    user = signed_in(request)
    person = person_of(user)
    if person.student is not None:
        mark_seen([one.change for one in notices_for_student(user, person.student)], by=user)
    if person.staff is not None:
        mark_seen([one.change for one in notices_for_staff(user, person.staff)], by=user)
    return redirect("portal:home")
