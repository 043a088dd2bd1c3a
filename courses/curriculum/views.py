"""Courses of the institution: list, add, change."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Max, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from courses.curriculum.domain import change_course, create_course
from courses.curriculum.forms import COURSE_ORDERS, CourseForm, CourseSearch
from courses.curriculum.models import Course, CourseRequirement
from courses.institutions.access import allow, institution_of
from courses.institutions.enums import RoleKind
from courses.institutions.scopes import scope_of

WRITERS = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
READERS = (*WRITERS, RoleKind.DEPARTMENT_COORDINATOR, RoleKind.AUDITOR, RoleKind.INSTRUCTOR)
PAGE_SIZE = 50


@allow(*READERS)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """?q= name or code, ?sort= code, name, credits or hours, with - from the end."""
    search = CourseSearch(request.GET)
    query = search.cleaned_data["q"].strip() if search.is_valid() else ""
    found = Course.objects.visible_to(request.user)
    if query:
        found = found.filter(
            Q(name__icontains=query) | Q(code__icontains=query) | Q(name_en__icontains=query)
        )
    sort = request.GET.get("sort", "")
    sort = sort if sort in COURSE_ORDERS else "code"
    years = CourseRequirement.objects.order_by("entry_year")
    ordered = (
        found.annotate(latest_outline=Max("outlines__number"))
        .prefetch_related(Prefetch("requirements", years))
        .order_by(*COURSE_ORDERS[sort])
    )
    # The office of one school that reads at another changes only its own courses.
    roles = scope_of(request.user).roles
    writable = {role.institution_id for role in roles if role.kind in WRITERS}
    context = {
        "form": search,
        "page": Paginator(ordered, PAGE_SIZE).get_page(request.GET.get("page")),
        "sort": sort,
        "narrowed": bool(query),
        "writable": writable,
    }
    return render(request, "courses/curriculum/courses.html", context)


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@allow(*WRITERS)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    visible = Course.objects.visible_to(request.user)
    return _edit(request, get_object_or_404(visible, public_id=public_id))


def _edit(request: HttpRequest, course: Course | None) -> HttpResponse:
    form = CourseForm(request.POST or None, course=course)
    if request.method == "POST" and form.is_valid():
        try:
            if course is None:
                institution = institution_of(request, *WRITERS)
                create_course(institution, by=request.user, **form.cleaned_data)
            else:
                change_course(course, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("curriculum:courses")
    context = {"form": form, "course": course}
    status = 422 if form.errors else 200
    return render(request, "courses/curriculum/course_form.html", context, status=status)
