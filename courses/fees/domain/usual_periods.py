"""The periods that are usually settled: months and terms."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _

from courses.institutions.models import Institution
from courses.teaching.models import Term

TERMS = 2


@dataclass(frozen=True)
class UsualPeriod:
    label: str
    start: datetime.date
    end: datetime.date


def usual_periods(institution: Institution, today: datetime.date) -> list[UsualPeriod]:
    """This month and the last, then the latest terms that have begun; one query."""
    first = today.replace(day=1)
    before = first - datetime.timedelta(days=1)
    after = (first + datetime.timedelta(days=31)).replace(day=1)
    terms = Term.objects.filter(institution=institution, first_monday__lte=today)
    return [
        UsualPeriod(str(_("Last month")), before.replace(day=1), before),
        UsualPeriod(str(_("This month")), first, after - datetime.timedelta(days=1)),
        *(
            UsualPeriod(term.code, term.first_monday, term.last_exam_day)
            for term in terms.order_by("-first_monday")[:TERMS]
        ),
    ]
