"""Weekly times at which something else takes an administrative class or a room."""

from collections import defaultdict
from collections.abc import Iterable

from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.enums import ResourceKind
from courses.timetable.models import BusyTime
from courses.training.domain.planning.occupied import bits


class TakenWeekly:
    """Asked in memory, by week: date by date they would be millions in a province. One query.
    Those of people are dated with what else these do (Occupied)."""

    def __init__(self, terms: Iterable[int]) -> None:
        self._taken: dict[tuple[str, int, int, int], list[tuple[int, int]]] = defaultdict(list)
        rows = BusyTime.objects.filter(term__in=set(terms), staff=None).order_by()
        for term, room, group, weekday, first, periods, weeks in rows.values_list(
            *("term_id", "room_id", "administrative_class_id", "weekday"),
            *("first_period", "periods", "weeks"),
        ).iterator(chunk_size=20_000):
            kind = ResourceKind.ROOM if room else ResourceKind.ADMINISTRATIVE_CLASS
            self._taken[kind.value, room or group, term, weekday].append(
                (weeks, bits(first, periods))
            )

    def is_free(self, kind: str, pk: int, term: int, day: TimetableDay, periods: int) -> bool:
        """`periods` as bits."""
        return not any(
            weeks >> (day.week - 1) & 1 and taken & periods
            for weeks, taken in self._taken.get((kind, pk, term, day.weekday), ())
        )
