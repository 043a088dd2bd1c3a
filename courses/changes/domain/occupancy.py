"""Who and what is taken or away between two dates, read once and asked in memory."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from courses.changes.domain.absences import Absences
from courses.timetable.domain.busy_times import busy_between
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Booking

Resource = tuple[str, int]


class Occupancy:
    """The periods in which resources are taken, by meetings or by something else, and the days on
    which people are away or rooms lost; the bookings of some meetings are left out."""

    def __init__(self) -> None:
        self._periods: dict[tuple[str, int, datetime.date], set[int]] = defaultdict(set)
        self._whole_days: set[tuple[str, int, datetime.date]] = set()

    @classmethod
    def read(
        cls,
        resources: dict[ResourceKind, Iterable[int]],
        *,
        institution: int,
        first: datetime.date,
        last: datetime.date,
        but_for: Collection[int] = (),
    ) -> "Occupancy":
        """Three queries, one more where something else takes them, and those of the sources of
        absences. `but_for`: pks of meetings that would give their places up."""
        asked = Q(pk__in=[])
        for resource, ids in resources.items():
            asked |= Q(kind=resource, resource_id__in=list(ids))
        rows = Booking.objects.filter(asked, date__range=(first, last))
        rows = rows.exclude(meeting__in=but_for) if but_for else rows
        found = cls()
        for kind, pk, date, period in rows.values_list("kind", "resource_id", "date", "period"):
            found._periods[kind, pk, date].add(period)
        for busy in busy_between(resources, first=first, last=last):
            found._periods[str(busy.kind), busy.resource_id, busy.date].add(busy.period)
        absences = Absences.read(institution, first=first, last=last)
        for kind, pairs in (
            (ResourceKind.STAFF, absences.people),
            (ResourceKind.ROOM, absences.rooms),
        ):
            found._whole_days |= {(str(kind), pk, date) for pk, date in pairs}
        return found

    def is_free(self, kind: str, pk: int, date: datetime.date, periods: Iterable[int]) -> bool:
        if (str(kind), pk, date) in self._whole_days:
            return False
        taken = self._periods.get((str(kind), pk, date))
        return taken is None or taken.isdisjoint(periods)

    def of(self, kind: str, pk: int, date: datetime.date) -> set[int]:
        return self._periods.get((str(kind), pk, date), set())
