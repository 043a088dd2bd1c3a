"""Courses of the teaching plan, and the entry years that must pass them."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses.curriculum.models import Course, CourseRequirement
from courses.institutions.models import Institution

HOURS = ("theory_hours", "practice_hours", "online_hours")


@transaction.atomic
def create_course(
    institution: Institution,
    *,
    code: str,
    name: str,
    name_en: str,
    nature: str,
    credits: Decimal,
    theory_hours: int,
    practice_hours: int,
    online_hours: int,
    required_for: Iterable[int],
    by: Any,
) -> Course:
    """A course with its contact hours, required of the entry years `required_for`.

    Its code is unique at the institution. Raises ValidationError by field. `by` is who creates it.
    """
    course = Course(
        institution=institution,
        code=code,
        name=name,
        name_en=name_en,
        nature=nature,
        credits=credits,
        theory_hours=theory_hours,
        practice_hours=practice_hours,
        online_hours=online_hours,
    )
    _save(course)
    _require(course, required_for)
    return course


@transaction.atomic
def change_course(
    course: Course,
    *,
    code: str,
    name: str,
    name_en: str,
    nature: str,
    credits: Decimal,
    theory_hours: int,
    practice_hours: int,
    online_hours: int,
    required_for: Iterable[int],
    by: Any,
) -> Course:
    """As `create_course`; hours stay as they are once an outline was released with them.

    Returns the course as it now is and leaves `course` untouched. `by` is who changes it.
    """
    # A release locks the course too: no outline appears between the check and the change.
    locked: Course = Course.objects.select_for_update().get(pk=course.pk)
    wanted = {
        "theory_hours": theory_hours,
        "practice_hours": practice_hours,
        "online_hours": online_hours,
    }
    _check_released(locked, wanted)
    values = wanted | {
        "code": code,
        "name": name,
        "name_en": name_en,
        "nature": nature,
        "credits": credits,
    }
    for field, value in values.items():
        setattr(locked, field, value)
    _save(locked)
    _require(locked, required_for)
    return locked


def _check_released(course: Course, wanted: dict[str, int]) -> None:
    changed = [field for field in HOURS if getattr(course, field) != wanted[field]]
    if not changed:
        return
    number = course.outlines.aggregate(latest=Max("number"))["latest"]
    if number is None:
        return
    raise ValidationError(
        {
            field: _(
                "Stays at %(hours)d: outline %(number)d was released with these hours. "
                "For other hours set up another course."
            )
            % {"hours": getattr(course, field), "number": number}
            for field in changed
        }
    )


def _save(course: Course) -> None:
    if course.contact_hours == 0:
        raise ValidationError({"theory_hours": _("A course has at least one hour of some kind.")})
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError as error:
        others = Course.objects.filter(institution_id=course.institution_id, code=course.code)
        other = others.exclude(pk=course.pk).first()
        if other is None:
            raise
        raise ValidationError(
            {
                "code": _("The code %(code)s already belongs to the course “%(name)s”.")
                % {"code": other.code, "name": other.name}
            }
        ) from error


def _require(course: Course, entry_years: Iterable[int]) -> None:
    years = set(entry_years)
    course.requirements.exclude(entry_year__in=years).delete()
    CourseRequirement.objects.bulk_create(
        (
            CourseRequirement(course=course, institution_id=course.institution_id, entry_year=year)
            for year in sorted(years)
        ),
        ignore_conflicts=True,
    )
