"""Students and administrative classes."""

import io
import logging
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from courses.institutions.access import allow
from courses.institutions.domain.roster_schema import ROSTER
from courses.institutions.enums import Sex
from courses.institutions.forms import PeopleFilter
from courses.institutions.jobs import ROSTER_ROLES
from courses.institutions.models import AdministrativeClass, Student
from courses.institutions.scopes import scope_of
from courses.institutions.views.lists import (
    LIST_ROLES,
    departments_of,
    page_of,
    people_filter,
    sort_of,
    today_stamp,
)
from media.rate_limit import seconds_to_wait
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_rows

logger = logging.getLogger("qihang.audit")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXPORTS_A_MINUTE = 10
STUDENT_ORDERS = {
    "number": ("student_number",),
    "-number": ("-student_number",),
    "class": ("administrative_class__name", "student_number"),
    "year": ("-entry_year", "student_number"),
}
CLASS_ORDERS = {
    "name": ("-entry_year", "name"),
    "size": ("-size", "name"),
    "department": ("department__name", "-entry_year", "name"),
}


@allow(*LIST_ROLES)
@require_GET
def student_list(request: HttpRequest) -> HttpResponse:
    """Students by number, name, department, entry year and class."""
    form, students, sort = _students(request)
    rows = students.select_related("administrative_class__major", "department")
    return render(
        request,
        "courses/institutions/students.html",
        {
            "form": form,
            "page": page_of(request, rows),
            "sort": sort,
            "may_import": scope_of(request.user).has(*ROSTER_ROLES),
            "narrowed": any(request.GET.get(name) for name in ("q", "department", "year", "class")),
        },
    )


@allow(*LIST_ROLES)
@require_GET
def student_export(request: HttpRequest) -> HttpResponseBase:
    """The students of the list as a workbook, in the columns of a roster."""
    wait = seconds_to_wait("export", str(request.user.pk), limit=EXPORTS_A_MINUTE, seconds=60)
    if wait:
        refused = render(
            request, "courses/institutions/too_often.html", {"seconds": wait}, status=429
        )
        refused["Retry-After"] = str(wait)
        return refused
    _form, students, _sort = _students(request)
    # Written to the end before it is sent: an export that an error cuts off must not look complete.
    file = io.BytesIO()
    columns = [SheetColumn(str(column.label)) for column in ROSTER.columns if column.required]
    write_rows(file, SheetToWrite(_("Students"), columns, _export_rows(students)))
    file.seek(0)
    # Which filters, not their values: a search is a name, and logs hold no names.
    filters = ", ".join(sorted(set(request.GET)))
    logger.info("students exported by user %s, narrowed by: %s", request.user.pk, filters or "-")
    name = _("students-%(day)s.xlsx") % {"day": today_stamp(timezone.localdate())}
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@allow(*LIST_ROLES)
@require_GET
def class_list(request: HttpRequest) -> HttpResponse:
    """Administrative classes with their size."""
    visible = AdministrativeClass.objects.visible_to(request.user)
    form = people_filter(request, visible)
    classes = visible.filter(department__in=departments_of(request.user))
    if not form.is_valid():
        classes = classes.none()
    else:
        wanted = form.cleaned_data
        if wanted["q"]:
            classes = classes.filter(name__icontains=wanted["q"].strip())
        if wanted["department"]:
            classes = classes.filter(department=wanted["department"])
        if wanted["year"]:
            classes = classes.filter(entry_year=wanted["year"])
    sort = sort_of(request, CLASS_ORDERS)
    classes = classes.annotate(size=Count("students")).order_by(*CLASS_ORDERS[sort])
    return render(
        request,
        "courses/institutions/classes.html",
        {
            "form": form,
            "page": page_of(request, classes.select_related("major", "department")),
            "sort": sort,
            "may_import": scope_of(request.user).has(*ROSTER_ROLES),
            "narrowed": any(request.GET.get(name) for name in ("q", "department", "year")),
        },
    )


def _students(request: HttpRequest) -> tuple[PeopleFilter, QuerySet[Any], str]:
    """The visible students as the address narrows and sorts them."""
    students = Student.objects.visible_to(request.user)
    form = people_filter(request, students)
    if not form.is_valid():
        students = students.none()
    else:
        wanted = form.cleaned_data
        if wanted["q"]:
            students = students.matching(wanted["q"])
        if wanted["department"]:
            students = students.filter(department=wanted["department"])
        if wanted["year"]:
            students = students.filter(entry_year=wanted["year"])
        if wanted["class"]:
            students = students.filter(administrative_class__public_id=wanted["class"])
    sort = sort_of(request, STUDENT_ORDERS)
    return form, students.order_by(*STUDENT_ORDERS[sort]), sort


def _export_rows(students: QuerySet[Any]) -> Iterator[tuple[Any, ...]]:
    sexes = {value: str(label) for value, label in Sex.choices}
    rows = students.values_list(
        "student_number",
        "name",
        "sex",
        "department__name",
        "administrative_class__major__name",
        "administrative_class__name",
        "entry_year",
    )
    for number, name, sex, *unit, year in rows.iterator(chunk_size=2_000):
        yield number, name, sexes.get(sex, ""), *unit, str(year)
