"""Who is at a training on which days: nobody asks them to teach then."""

import datetime
from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.changes.domain.absences import Absence
from courses.training.models import Nomination


def at_trainings(
    institution_id: int, first: datetime.date, last: datetime.date
) -> Iterator[Absence]:
    """Of people with a seat; one query."""
    rows = Nomination.objects.seated().filter(
        institution=institution_id, session__starts_on__lte=last, session__ends_on__gte=first
    )
    why = _("at a training")
    for staff, begins, ends in rows.values_list(
        "staff_id", "session__starts_on", "session__ends_on"
    ):
        yield Absence(staff, begins, ends, why)
