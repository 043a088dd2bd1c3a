"""Who may read and who may write here, and the rows they name in the address."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from courses.institutions.enums import RoleKind
from courses.teaching.models import TeachingClass, Term

OFFICE = (RoleKind.TEACHING_OFFICE, RoleKind.INSTITUTION_ADMINISTRATOR)
OVERSEERS = (*OFFICE, RoleKind.DEPARTMENT_COORDINATOR, RoleKind.AUDITOR)
READERS = (*OVERSEERS, RoleKind.INSTRUCTOR)


def term_or_404(request: HttpRequest, public_id: uuid.UUID) -> Term:
    terms = Term.objects.visible_to(request.user).select_related("institution")
    term: Term = get_object_or_404(terms, public_id=public_id)
    return term


def class_or_404(request: HttpRequest, public_id: uuid.UUID) -> TeachingClass:
    classes = TeachingClass.objects.visible_to(request.user).with_students().with_details()
    found: TeachingClass = get_object_or_404(
        classes.select_related("term__institution", "outline__course"), public_id=public_id
    )
    return found


def say(form: forms.BaseForm, error: ValidationError) -> None:
    """What a verb refused: at its field where the form has it, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)
