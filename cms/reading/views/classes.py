"""What a class has read."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from cms.reading.domain.class_progress import (
    course_of,
    lessons_read,
    read_by,
    shared_answers,
    students_of,
    teaches_now,
)
from cms.reading.views.mine import PER_PAGE, XLSX
from courses.institutions.access import allow
from courses.institutions.enums import RoleKind as R
from courses.teaching.models import TeachingClass
from media.spreadsheets.writing import SheetColumn, SheetToWrite, write_workbook

WATCHERS = (
    R.INSTRUCTOR,
    R.TEACHING_OFFICE,
    R.INSTITUTION_ADMINISTRATOR,
    R.DEPARTMENT_COORDINATOR,
    R.AUDITOR,
)


@allow(*WATCHERS)
@require_safe
def class_progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Per lesson how many have read it; per student how many lessons."""
    teaching_class = _class_or_404(request, public_id)
    course = course_of(teaching_class)
    page = Paginator(students_of(teaching_class), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "cms/reading/class.html",
        {
            "class": teaching_class,
            "course": course,
            "lessons": lessons_read(teaching_class, course) if course else [],
            "page": page,
            "students": read_by(list(page), course) if course else [],
            "teaches": teaches_now(request.user, teaching_class),
        },
    )


@allow(*WATCHERS)
@require_safe
def class_export(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same as a spreadsheet: a sheet by lesson, a sheet by student."""
    teaching_class = _class_or_404(request, public_id)
    course = course_of(teaching_class)
    if course is None:
        raise Http404
    sheets = [
        SheetToWrite(
            _("By lesson"),
            [
                SheetColumn(_("Unit")),
                SheetColumn(_("Lesson")),
                SheetColumn(_("Read by"), "number"),
                SheetColumn(_("Students"), "number"),
            ],
            [
                (line.unit, line.lesson.title, line.readers, line.students)
                for line in lessons_read(teaching_class, course)
            ],
        ),
        SheetToWrite(
            _("By student"),
            [
                SheetColumn(_("Student number")),
                SheetColumn(pgettext("of a person", "Name")),
                SheetColumn(_("Administrative class")),
                SheetColumn(_("Lessons read"), "number"),
                SheetColumn(_("Lessons in all"), "number"),
                SheetColumn(_("Last read on")),
            ],
            [_row(one) for one in read_by(list(students_of(teaching_class)), course)],
        ),
    ]
    response = HttpResponse(write_workbook(sheets), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="reading.xlsx"'
    return response


def _row(one: Any) -> tuple[Any, ...]:
    student = one.enrolment.student
    last = f"{timezone.localtime(one.last):%Y-%m-%d}" if one.last else ""
    return (
        student.student_number,
        student.name,
        student.administrative_class.name,
        one.finished,
        one.lessons,
        last,
    )


@allow(R.INSTRUCTOR)
@require_safe
def class_answers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Answers that students of the class share; only for whoever teaches it now."""
    teaching_class = _class_or_404(request, public_id)
    if not teaches_now(request.user, teaching_class):
        raise Http404
    return render(
        request,
        "cms/reading/answers.html",
        {
            "class": teaching_class,
            "page": Paginator(shared_answers(teaching_class), PER_PAGE).get_page(
                request.GET.get("page")
            ),
        },
    )


def _class_or_404(request: HttpRequest, public_id: uuid.UUID) -> TeachingClass:
    classes = TeachingClass.objects.visible_to(request.user).select_related("course", "outline")
    found: TeachingClass = get_object_or_404(classes, public_id=public_id)
    return found
