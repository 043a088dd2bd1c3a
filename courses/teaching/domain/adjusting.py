"""Changing teaching classes by hand, as long as no meeting has been held or planned."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from courses.institutions.models import AdministrativeClass
from courses.teaching.domain.joint_classes import ClassSize, JointClass
from courses.teaching.domain.members import members_of
from courses.teaching.domain.mixing import MixingRules, refuse_mixed
from courses.teaching.domain.teaching_classes import create_teaching_classes
from courses.teaching.models import Enrolment, TeachingClass


@transaction.atomic
def move_administrative_class(
    administrative_class: AdministrativeClass,
    *,
    source: TeachingClass,
    target: TeachingClass | None,
    by: Any,
) -> TeachingClass:
    """Move a class with its students to another teaching class of the course, or (None) a new one.

    Returns where it now is. A source that becomes empty is removed. Refused once it has meetings,
    and where a rule of the institution keeps the class from one that is there.
    """
    if target is not None and (target.term_id, target.course_id) != (
        source.term_id,
        source.course_id,
    ):
        raise ValidationError(_("The two teaching classes are of different courses or terms."))
    if target == source:
        raise ValidationError(_("The class is already there."))
    _locked_without_meetings(source, *([target] if target else []))
    if not source.administrative_classes.filter(pk=administrative_class.pk).exists():
        raise ValidationError(_("The class isn't in this teaching class."))
    if target is not None:
        together = [*target.administrative_classes.all(), administrative_class]
        refuse_mixed(MixingRules.of_term(source.term), together, joining=administrative_class)
    source.administrative_classes.remove(administrative_class)
    students = {
        member.student_id for member in members_of([administrative_class.pk], term=source.term)
    }
    moving = Enrolment.objects.filter(teaching_class=source, student__in=students)
    # Grades are a later slice too; a line moved away from its sheet would be graded nowhere.
    if moving.filter(grade_entry__isnull=False).exists():
        raise ValidationError(
            _("%(code)s already has records such as a grade sheet and stays."),
            params={"code": source.code},
        )
    if target is None:
        target = _new_class_like(source, administrative_class)
    else:
        target.administrative_classes.add(administrative_class)
    moving.update(teaching_class=target)
    if not source.administrative_classes.exists():
        Enrolment.objects.filter(teaching_class=source).update(teaching_class=target)
        _delete(source)
    return target


@transaction.atomic
def remove_teaching_class(teaching_class: TeachingClass, *, by: Any) -> None:
    """Take a teaching class back: its students need a place again. Refused once it has meetings."""
    _locked_without_meetings(teaching_class)
    _delete(teaching_class, with_enrolments=True)


def _new_class_like(source: TeachingClass, moved: AdministrativeClass) -> TeachingClass:
    only = ClassSize(
        id=moved.pk,
        name=moved.name,
        size=0,
        campus_id=moved.campus_id,
        department_id=moved.department_id,
        major_id=moved.major_id,
        entry_year=moved.entry_year,
    )
    (created,) = create_teaching_classes(
        source.term,
        outline=source.outline,
        proposals=[JointClass((only,))],
        weekly_pattern=source.weekly_pattern,
        periods_per_meeting=source.periods_per_meeting,
        by=None,
    )
    return created


def _locked_without_meetings(*classes: TeachingClass) -> None:
    ids = sorted(each.pk for each in classes)
    locked = TeachingClass.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    for each in locked:
        # The timetable is a later slice; it reaches here by its reverse relation only.
        if each.meetings.exists():
            raise ValidationError(
                _("%(code)s already has meetings. Change the timetable first."),
                params={"code": each.code},
            )


def _delete(teaching_class: TeachingClass, *, with_enrolments: bool = False) -> None:
    try:
        if with_enrolments:
            teaching_class.enrolments.all().delete()
        teaching_class.delete()
    except ProtectedError as error:
        raise ValidationError(
            _("%(code)s already has records such as a grade sheet and stays."),
            params={"code": teaching_class.code},
        ) from error
