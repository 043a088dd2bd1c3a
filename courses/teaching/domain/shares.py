"""Who teaches which part of a class: all of it, a share of each meeting, or some of the weeks."""

import datetime
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.institutions.models import StaffMember
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.domain.assignments import Lapses, NotQualified, fitness
from courses.teaching.models import WHOLE, TeachingAssignment, TeachingClass

audit_log = logging.getLogger("qihang.audit")

MOST_PEOPLE = 4


@dataclass(frozen=True)
class Share:
    """`percent` of the class's hours; `weeks` is a bit mask, None all weeks of the class."""

    staff: StaffMember
    percent: int = WHOLE
    weeks: int | None = None


@transaction.atomic
def share_class(
    teaching_class: TeachingClass, *, shares: Sequence[Share], by: Any
) -> list[tuple[StaffMember, Lapses]]:
    """Let these people, and nobody else, teach the class from the first Monday, or from today where
    the term has begun. Either each has weeks of their own, no week twice, or all teach all weeks.

    Each must be allowed to teach from the first of their weeks on; returns advice about those whose
    permission ends before their last one. A person who is assigned keeps the waiver. What is
    published stays as it is; the next search places the class so. Raises NotQualified, and
    ValidationError in words.
    """
    row = TeachingClass.objects.select_for_update().select_related("term").get(pk=teaching_class.pk)
    term = row.term
    _check(row, shares)
    start = max(term.first_monday, timezone.localdate())
    if start > term.last_day:
        raise ValidationError(_("The term is over by then."))
    facts = TeachingFacts.of([share.staff for share in shares])
    current = {
        one.staff_id: one
        for one in TeachingAssignment.objects.filter(
            teaching_class=row, valid_to=None
        ).select_related("staff", "waiver")
    }
    _end_all_but(row, shares, current, start=start)
    advice = []
    for share in shares:
        known = current.get(share.staff.pk)
        waiver = known.waiver if known else None
        first, last = term.days_of(share.weeks)
        fit = fitness(share.staff, term=term, facts=facts, start=first, end=last, waiver=waiver)
        if not fit.authorisation.allowed and known is None:
            raise NotQualified(share.staff, fit.authorisation.reasons)
        if fit.lapses is not None:
            advice.append((share.staff, fit.lapses))
        if known is None:
            known = TeachingAssignment(
                teaching_class=row,
                institution_id=row.institution_id,
                staff=share.staff,
                valid_from=start,
            )
        known.share, known.weeks = share.percent, share.weeks
        known.save()
    audit_log.info(
        "class shared user=%s class=%s shares=%s",
        getattr(by, "pk", None),
        row.pk,
        [(share.staff.pk, share.percent, share.weeks) for share in shares],
    )
    return advice


def _check(teaching_class: TeachingClass, shares: Sequence[Share]) -> None:
    if not shares:
        raise ValidationError(_("Name at least one instructor."))
    if len({share.staff.pk for share in shares}) < len(shares):
        raise ValidationError(_("A person is named twice."))
    if any(share.staff.institution_id != teaching_class.institution_id for share in shares):
        raise ValidationError(_("The person is of another institution."))
    if any(not 1 <= share.percent <= WHOLE for share in shares):
        raise ValidationError(_("A share lies between 1 % and 100 %."))
    together = sum(share.percent for share in shares)
    if together > WHOLE:
        raise ValidationError(
            _("The shares are %(sum)d %% together, more than the whole class."),
            params={"sum": together},
        )
    by_weeks = [share for share in shares if share.weeks is not None]
    if by_weeks and len(by_weeks) < len(shares):
        raise ValidationError(_("Give weeks to all who share the class, or to nobody."))
    term = teaching_class.term
    allowed = teaching_class.weeks or (1 << term.weeks) - 1
    for share in by_weeks:
        outside = (share.weeks or 0) & ~allowed
        if not share.weeks or outside:
            raise ValidationError(
                _("Week %(week)d of %(name)s is none of the class's weeks."),
                params={"week": _first(outside), "name": share.staff.name},
            )
    for one, other in combinations(by_weeks, 2):
        both = (one.weeks or 0) & (other.weeks or 0)
        if both:
            raise ValidationError(
                _("Week %(week)d is given to both %(one)s and %(other)s."),
                params={"week": _first(both), "one": one.staff.name, "other": other.staff.name},
            )


def _first(weeks: int) -> int:
    """The first week of a bit mask."""
    return (weeks & -weeks).bit_length()


def _end_all_but(
    teaching_class: TeachingClass,
    shares: Sequence[Share],
    current: dict[int, TeachingAssignment],
    *,
    start: datetime.date,
) -> None:
    staying = {share.staff.pk for share in shares}
    for key, assignment in current.items():
        if key in staying:
            continue
        # The timetable is a later slice; it reaches here by its reverse relation only.
        if teaching_class.meetings.filter(instructor=key, date__gte=start).exists():
            raise ValidationError(
                _(
                    "%(name)s has published meetings of this class from then on. Change the "
                    "instructor first."
                ),
                params={"name": assignment.staff.name},
            )
        if assignment.valid_from >= start:
            assignment.delete()
        else:
            assignment.valid_to = start
            assignment.save(update_fields=["valid_to"])
