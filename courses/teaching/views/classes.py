"""The teaching classes of a term, and one of them."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from courses.institutions.access import allow
from courses.institutions.models import Department, StaffMember
from courses.institutions.scopes import scope_of
from courses.teaching.forms import ClassFilterForm
from courses.teaching.models import Enrolment, TeachingClass
from courses.teaching.views.audience import (
    OFFICE,
    OVERSEERS,
    READERS,
    class_or_404,
    term_or_404,
)

PER_PAGE = 100
ORDER = {
    "students": ("-students", "code"),
    "instructor": ("instructor_name", "code"),
    "": ("code",),
}


@allow(*READERS)
@require_GET
def class_list(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """An instructor sees the own classes, a coordinator those of the department."""
    term = term_or_404(request, public_id)
    classes = TeachingClass.objects.visible_to(request.user).filter(term=term)
    form = ClassFilterForm(
        request.GET,
        departments=list(Department.objects.visible_to(request.user).order_by("name")),
        instructors=list(
            StaffMember.objects.filter(
                assignments__teaching_class__in=classes, assignments__valid_to=None
            )
            .distinct()
            .order_by("name")
        ),
        courses=sorted(
            {
                (str(public_id), name)
                for public_id, name in classes.order_by().values_list(
                    "course__public_id", "course__name"
                )
            },
            key=lambda pair: pair[1],
        ),
    )
    chosen = form.chosen
    found = _filtered(classes, chosen).with_students().with_instructor_name().with_details()
    order = ORDER[chosen["sort"] or ""]
    page = Paginator(found.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
    scope = scope_of(request.user)
    return render(
        request,
        "courses/teaching/class_list.html",
        {
            "term": term,
            "form": form,
            "page": page,
            "is_filtered": any(
                chosen[name] for name in ("q", "course", "department", "instructor")
            ),
            "is_office": scope.has(*OFFICE),
            "is_overseer": scope.has(*OVERSEERS),
        },
    )


def _filtered(classes: Any, chosen: dict[str, Any]) -> Any:
    if chosen["course"]:
        classes = classes.filter(course__public_id=chosen["course"])
    if chosen["instructor"] == ClassFilterForm.UNASSIGNED:
        classes = classes.without_instructor()
    elif chosen["instructor"]:
        classes = classes.filter(
            assignments__staff__public_id=chosen["instructor"], assignments__valid_to=None
        )
    # Both reach over many rows, which a join would repeat.
    if chosen["department"]:
        inside = Q(administrative_classes__department__public_id=chosen["department"])
        classes = classes.filter(pk__in=TeachingClass.objects.filter(inside).values("pk"))
    if chosen["q"]:
        text = chosen["q"]
        like = (
            Q(code__icontains=text)
            | Q(administrative_classes__name__icontains=text)
            | Q(assignments__staff__name__icontains=text, assignments__valid_to=None)
        )
        classes = classes.filter(pk__in=TeachingClass.objects.filter(like).values("pk"))
    return classes


@allow(*READERS)
@require_GET
def class_detail(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One class: what, by whom, for whom; and ways to timetable, attendance and grades."""
    teaching_class = class_or_404(request, public_id)
    enrolments = (
        Enrolment.objects.visible_to(request.user)
        .filter(teaching_class=teaching_class, valid_to=None)
        .select_related("student__administrative_class")
        .order_by("student__administrative_class__name", "student__student_number")
    )
    scope = scope_of(request.user)
    return render(
        request,
        "courses/teaching/class_detail.html",
        {
            "class": teaching_class,
            "term": teaching_class.term,
            "enrolments": enrolments,
            "past_assignments": teaching_class.assignments.exclude(valid_to=None)
            .select_related("staff")
            .order_by("-valid_from"),
            "is_office": scope.has(*OFFICE),
            "is_overseer": scope.has(*OVERSEERS),
        },
    )
