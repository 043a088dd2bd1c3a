"""Opening a term."""

import datetime
import logging
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.teaching.models import Term

CODE = re.compile(r"(\d{4})-(\d{4})-([123])")
# (month, day) from and to between which the first Monday of each term of a school year lies, and
# whether that is in the second calendar year. Wide enough for terms that were moved.
FIRST_MONDAYS = {"1": ((8, 1), (10, 31), 0), "2": ((1, 15), (4, 30), 1), "3": ((5, 15), (7, 31), 1)}
WEEKS = range(1, 31)
EXAM_WEEKS = range(5)
audit_log = logging.getLogger("qihang.audit")


@transaction.atomic
def open_term(
    institution: Institution,
    *,
    code: str,
    first_monday: datetime.date,
    weeks: int,
    exam_weeks: int = 0,
    by: Any,
) -> Term:
    """A term with a code as registries write it (2026-2027-1) that fits its first Monday; exam
    weeks follow its teaching weeks.

    It must not overlap another term of the institution. `by` is who opens it.
    """
    errors = term_errors(code=code, first_monday=first_monday, weeks=weeks)
    if exam_weeks not in EXAM_WEEKS:
        errors["exam_weeks"] = _("A term has 0 to 4 exam weeks.")
    if errors:
        raise ValidationError(errors)
    Institution.objects.select_for_update(no_key=True).get(pk=institution.pk)
    term = Term(
        institution=institution,
        code=code,
        first_monday=first_monday,
        weeks=weeks,
        exam_weeks=exam_weeks,
    )
    for other in Term.objects.filter(institution=institution):
        if other.code == code:
            raise ValidationError(
                {"code": _("The term %(code)s is already open.") % {"code": code}}
            )
        if _overlap(term, other):
            raise ValidationError({"first_monday": _overlap_said(other)})
    term.save()
    return term


@transaction.atomic
def set_exam_weeks(term: Term, *, exam_weeks: int, by: Any) -> Term:
    """Say how many weeks after the teaching weeks are for exams. Raises ValidationError: too many,
    the next term has begun, or meetings that were moved into them would lie behind the term, where
    no timetable shows them."""
    if exam_weeks not in EXAM_WEEKS:
        raise ValidationError({"exam_weeks": _("A term has 0 to 4 exam weeks.")})
    # Institution before term, as whoever publishes or moves meetings holds them. Not the keys of
    # either: a day of the calendar that is entered at this moment only refers to the institution.
    Institution.objects.select_for_update(no_key=True).get(pk=term.institution_id)
    Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    term.exam_weeks = exam_weeks
    for other in Term.objects.filter(institution=term.institution_id).exclude(pk=term.pk):
        if _overlap(term, other):
            raise ValidationError({"exam_weeks": _overlap_said(other)})
    # The timetable is a later slice; it reaches here by its reverse relation only.
    behind = term.meetings.taking_place().filter(date__gt=term.last_exam_day)
    if (last := behind.order_by("-date").first()) is not None:
        raise ValidationError(
            {
                "exam_weeks": _("Meetings were moved to %(date)s, which is in these weeks.")
                % {"date": last.date.isoformat()}
            }
        )
    term.save(update_fields=["exam_weeks"])
    audit_log.info(
        "exam weeks of term %s set to %d user=%s", term.pk, exam_weeks, getattr(by, "pk", None)
    )
    return term


def _overlap(one: Term, other: Term) -> bool:
    return one.first_monday <= other.last_exam_day and other.first_monday <= one.last_exam_day


def _overlap_said(other: Term) -> str:
    return _("These weeks overlap the term %(code)s (%(start)s to %(end)s).") % {
        "code": other.code,
        "start": other.first_monday,
        "end": other.last_exam_day,
    }


def term_errors(*, code: str, first_monday: datetime.date, weeks: int) -> dict[str, str]:
    """{field: sentence} of what doesn't fit together; empty when all is well."""
    match = CODE.fullmatch(code)
    if match is None:
        return {"code": _("Write the term as 2026-2027-1: school year, then 1, 2 or 3.")}
    first_year, second_year, number = int(match[1]), int(match[2]), match[3]
    if second_year != first_year + 1:
        return {"code": _("The second year of the term must follow the first.")}
    errors = {}
    if first_monday.weekday() != 0:
        errors["first_monday"] = _("%(date)s isn't a Monday.") % {"date": first_monday}
    else:
        (from_month, from_day), (to_month, to_day), later = FIRST_MONDAYS[number]
        year = first_year + later
        earliest = datetime.date(year, from_month, from_day)
        latest = datetime.date(year, to_month, to_day)
        if not earliest <= first_monday <= latest:
            errors["first_monday"] = _(
                "The term %(code)s begins between %(earliest)s and %(latest)s."
            ) % {"code": code, "earliest": earliest, "latest": latest}
    if weeks not in WEEKS:
        errors["weeks"] = _("A term has 1 to 30 teaching weeks.")
    return errors
