"""How many days each level has to read."""

import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.reviewing.domain.errors import ReviewRefused
from cms.reviewing.enums import LEVELS_OF_INSTITUTION
from cms.reviewing.models import ReviewTime
from courses.institutions.models import Institution

LONGEST = 60


@transaction.atomic
def set_review_days(
    institution: Institution, *, level: str, days: int, valid_from: datetime.date, by: Any
) -> ReviewTime:
    """From that day on a step of this level is due after `days` (1 to 60); steps that have begun
    keep their date. A second word for the same day replaces the first."""
    if level not in LEVELS_OF_INSTITUTION:
        raise ReviewRefused(_("There is no such level of review."))
    if not 1 <= days <= LONGEST:
        raise ReviewRefused(_("Between 1 and %(most)d days.") % {"most": LONGEST})
    time, _created = ReviewTime.objects.update_or_create(
        institution=institution,
        level=level,
        valid_from=valid_from,
        defaults={"days": days, "set_by": by},
    )
    return time
