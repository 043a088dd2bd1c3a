"""Opening a term."""

import datetime
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


@transaction.atomic
def open_term(
    institution: Institution, *, code: str, first_monday: datetime.date, weeks: int, by: Any
) -> Term:
    """A term with a code as registries write it (2026-2027-1) that fits its first Monday.

    It must not overlap another term of the institution. `by` is who opens it.
    """
    errors = term_errors(code=code, first_monday=first_monday, weeks=weeks)
    if errors:
        raise ValidationError(errors)
    Institution.objects.select_for_update().get(pk=institution.pk)
    term = Term(institution=institution, code=code, first_monday=first_monday, weeks=weeks)
    for other in Term.objects.filter(institution=institution):
        if other.code == code:
            raise ValidationError(
                {"code": _("The term %(code)s is already open.") % {"code": code}}
            )
        if other.first_monday <= term.last_day and term.first_monday <= other.last_day:
            raise ValidationError(
                {
                    "first_monday": _(
                        "These weeks overlap the term %(code)s (%(start)s to %(end)s)."
                    )
                    % {"code": other.code, "start": other.first_monday, "end": other.last_day}
                }
            )
    term.save()
    return term


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
