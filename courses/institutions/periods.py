"""Facts that hold from a date to a date; the end is the first day on which they no longer hold."""

import datetime
from typing import Self

from django.db.models import Q

from courses.institutions.scopes import ScopedQuerySet


class PeriodQuerySet(ScopedQuerySet):
    """For models with `valid_from` and `valid_to` (None: still holds)."""

    def valid_on(self, on: datetime.date) -> Self:
        """Rows that held on that date."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
