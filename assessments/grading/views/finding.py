"""The rows a person asked for by address, if they may see them; else 404."""

import uuid

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from assessments.grading.models import GradeAmendment, GradeEntry, GradeSheet
from courses.institutions.enums import RoleKind
from courses.teaching.models import TeachingClass

RECORDING = (
    RoleKind.INSTRUCTOR,
    RoleKind.TEACHING_OFFICE,
    RoleKind.INSTITUTION_ADMINISTRATOR,
)
RETURNING = (
    RoleKind.DEPARTMENT_COORDINATOR,
    RoleKind.TEACHING_OFFICE,
    RoleKind.INSTITUTION_ADMINISTRATOR,
)
LOCKING = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
READING = (*RECORDING, RoleKind.DEPARTMENT_COORDINATOR, RoleKind.AUDITOR)


def class_of(request: HttpRequest, public_id: uuid.UUID) -> TeachingClass:
    """The teaching class, whether or not it has a sheet."""
    found: TeachingClass = get_object_or_404(
        TeachingClass.objects.visible_to(request.user).select_related("term", "course"),
        public_id=public_id,
    )
    return found


def sheet_of(request: HttpRequest, public_id: uuid.UUID) -> GradeSheet:
    """The sheet of the teaching class with this id; 404 before it is opened."""
    sheet: GradeSheet = get_object_or_404(
        GradeSheet.objects.visible_to(request.user).select_related(
            "scheme", "teaching_class__term", "teaching_class__course"
        ),
        teaching_class__public_id=public_id,
    )
    return sheet


def entry_of(request: HttpRequest, public_id: uuid.UUID) -> GradeEntry:
    """A line of a sheet with its student and class. That it is the person's own grade is not
    enough: these are the screens of those who grade."""
    entry: GradeEntry = get_object_or_404(
        GradeEntry.objects.visible_to(request.user)
        .filter(sheet__in=GradeSheet.objects.visible_to(request.user))
        .select_related(
            "sheet__scheme",
            "sheet__teaching_class__term",
            "sheet__teaching_class__course",
            "enrolment__student__administrative_class",
        ),
        public_id=public_id,
    )
    return entry


def amendment_of(request: HttpRequest, public_id: uuid.UUID) -> GradeAmendment:
    amendment: GradeAmendment = get_object_or_404(
        GradeAmendment.objects.visible_to(request.user).select_related("entry__sheet"),
        public_id=public_id,
    )
    return amendment
