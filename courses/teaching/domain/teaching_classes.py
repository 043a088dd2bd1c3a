"""Making teaching classes with everybody who belongs in them."""

import re
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.curriculum.models import Course, Outline
from courses.institutions.models import AdministrativeClass
from courses.teaching.domain.joint_classes import JointClass
from courses.teaching.domain.members import members_of
from courses.teaching.domain.mixing import MixingRules, refuse_mixed
from courses.teaching.enums import WeeklyPattern
from courses.teaching.models import Enrolment, TeachingClass, Term

BATCH = 2000


@transaction.atomic
def create_teaching_classes(
    term: Term,
    *,
    outline: Outline,
    proposals: Iterable[JointClass],
    weekly_pattern: str = WeeklyPattern.WEEKLY,
    periods_per_meeting: int = 2,
    by: Any,
) -> list[TeachingClass]:
    """One teaching class for each proposal, pinned to the outline, with its students enrolled.

    Students who are exempt, have passed or already sit in a class of the course are left out;
    enrolments hold from the first Monday. Codes that nobody chose go on from the highest number of
    the course in the term: (2026-2027-1)-C2092011-01. Raises ValidationError, also for classes that
    a rule of the institution keeps apart. A fixed number of queries apart from batches of 2,000
    rows.
    """
    proposals = list(proposals)
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    _check(term, outline=outline, proposals=proposals)
    unnamed = sum(not proposal.code for proposal in proposals)
    made = iter(_next_codes(term, outline.course, unnamed) if unnamed else ())
    codes = [proposal.code or next(made) for proposal in proposals]
    classes = TeachingClass.objects.bulk_create(
        [
            TeachingClass(
                institution_id=term.institution_id,
                term=term,
                course=outline.course,
                outline=outline,
                code=code,
                campus_id=proposal.campus_id,
                weekly_pattern=weekly_pattern,
                periods_per_meeting=periods_per_meeting,
            )
            for code, proposal in zip(codes, proposals, strict=True)
        ],
        batch_size=BATCH,
    )
    home = {
        each.id: teaching_class
        for teaching_class, proposal in zip(classes, proposals, strict=True)
        for each in proposal.classes
    }
    through = TeachingClass.administrative_classes.through
    through.objects.bulk_create(
        [
            through(teachingclass_id=teaching_class.pk, administrativeclass_id=class_id)
            for class_id, teaching_class in home.items()
        ],
        batch_size=BATCH,
    )
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                student_id=member.student_id,
                teaching_class=home[member.administrative_class_id],
                institution_id=term.institution_id,
                course=outline.course,
                term=term,
                entry_year=member.entry_year,
                valid_from=term.first_monday,
            )
            for member in members_of(home, term=term, course=outline.course)
        ],
        batch_size=BATCH,
    )
    return classes


def _check(term: Term, *, outline: Outline, proposals: list[JointClass]) -> None:
    """Raises ValidationError when a class is named twice, is of another institution, or has one."""
    ids = [each.id for proposal in proposals for each in proposal.classes]
    if outline.institution_id != term.institution_id:
        raise ValidationError(_("The outline is of another institution."))
    if not ids or any(not proposal.classes for proposal in proposals):
        raise ValidationError(_("There is no administrative class to make a teaching class of."))
    if len(set(ids)) != len(ids):
        raise ValidationError(_("An administrative class is named twice."))
    chosen = [proposal.code for proposal in proposals if proposal.code]
    inside = TeachingClass.objects.filter(institution_id=term.institution_id)
    if len(set(chosen)) != len(chosen) or (chosen and inside.filter(code__in=chosen).exists()):
        raise ValidationError(_("There is a teaching class of this code already."))
    known = AdministrativeClass.objects.filter(pk__in=ids, institution_id=term.institution_id)
    stored = {each.pk: each for each in known}
    if len(stored) != len(ids):
        raise ValidationError(_("An administrative class is of another institution."))
    if any(len(proposal.classes) > 1 for proposal in proposals):
        rules = MixingRules.of_term(term)
        for proposal in proposals:
            refuse_mixed(rules, [stored[each.id] for each in proposal.classes])
    taken = list(
        known.filter(teaching_classes__term=term, teaching_classes__course=outline.course)
        .order_by("name")
        .values_list("name", flat=True)[:5]
    )
    if taken:
        raise ValidationError(
            _("Already in a teaching class of this course: %(names)s."),
            params={"names": "、".join(taken)},
        )


def _next_codes(term: Term, course: Course, count: int) -> list[str]:
    """Codes after the highest in use, all as wide as the longest number (at least two digits)."""
    prefix = f"({term.code})-{course.code}-"
    used = TeachingClass.objects.filter(
        institution_id=term.institution_id, code__startswith=prefix
    ).values_list("code", flat=True)
    numbers = [int(match[1]) for code in used if (match := re.search(r"-(\d+)$", code))]
    first = max(numbers, default=0) + 1
    width = max(2, len(str(first + count - 1)))
    return [f"{prefix}{number:0{width}d}" for number in range(first, first + count)]
