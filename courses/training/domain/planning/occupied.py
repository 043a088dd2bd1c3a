"""Which periods of which days are taken, as bits, for many institutions at once."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet

from courses.changes.models import Repair
from courses.institutions.models import Institution
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking
from courses.training.domain.planning.taught import Taught

# The planner knows periods 1 to 60.
ALL_DAY = (1 << 61) - 2
Key = tuple[str, int, datetime.date]


def bits(first_period: int, periods: int) -> int:
    """The periods as a number: bit n is period n."""
    return ((1 << periods) - 1) << first_period


class Occupied:
    """Asked in memory. Three queries, four where something is taken otherwise."""

    def __init__(self) -> None:
        self._taken: dict[Key, int] = defaultdict(int)

    @classmethod
    def read(
        cls,
        institutions: QuerySet[Institution],
        *,
        first: datetime.date,
        last: datetime.date,
        resources: Mapping[ResourceKind, Iterable[int]],
        instead: Mapping[int, Taught],
    ) -> "Occupied":
        """`instead`: meetings (by primary key) as they were before they were covered: that is what
        they take, and not what they take now. `resources`: those whose other times are asked."""
        found = cls()
        rows = Booking.objects.filter(
            date__range=(first, last), meeting__institution__in=institutions
        ).order_by()
        taken = found._taken
        for kind, pk, date, period, meeting in rows.values_list(
            "kind", "resource_id", "date", "period", "meeting_id"
        ).iterator(chunk_size=20_000):
            if meeting not in instead:
                taken[kind, pk, date] |= 1 << period
        found._add_absences(institutions, first=first, last=last)
        for busy in busy_between(resources, first=first, last=last):
            taken[str(busy.kind), busy.resource_id, busy.date] |= 1 << busy.period
        return found

    def _add_absences(
        self, institutions: QuerySet[Institution], *, first: datetime.date, last: datetime.date
    ) -> None:
        """People who are ill and rooms that are lost, as repairs know of them. Who is at a training
        is known to the planner."""
        rows = Repair.objects.filter(
            institution__in=institutions,
            applied_at__isnull=False,
            first_date__lte=last,
            last_date__gte=first,
        )
        for staff, room, begins, ends in rows.values_list(
            "staff_id", "room_id", "first_date", "last_date"
        ):
            kind = ResourceKind.STAFF if staff else ResourceKind.ROOM
            for number in range((ends - begins).days + 1):
                self.take(kind, staff or room, begins + datetime.timedelta(days=number), ALL_DAY)

    def take(self, kind: ResourceKind, pk: int, date: datetime.date, periods: int) -> None:
        """`periods` as bits."""
        self._taken[kind.value, pk, date] |= periods

    def is_free(self, kind: str, pk: int, date: datetime.date, periods: int) -> bool:
        """`periods` as bits."""
        return not self._taken.get((kind, pk, date), 0) & periods
