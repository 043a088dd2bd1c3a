"""Times that are taken by something else: kept as rows, given to the search and to changes."""

import datetime
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.domain.calendar import TimetableDay, resolve
from courses.timetable.enums import ResourceKind
from courses.timetable.models import BusyTime, CalendarDay
from courses.timetable.solver import problem as solver_problem

logger = logging.getLogger("qihang.audit")

Times = tuple[solver_problem.BusyTime, ...]
# Of at most 30 teaching weeks and 4 of exams, by the constraints of Term.
LONGEST_TERM = datetime.timedelta(weeks=34)


@dataclass
class BusyTimes:
    """By the key of the room, the member of staff, the administrative class."""

    rooms: dict[int, list[solver_problem.BusyTime]] = field(
        default_factory=lambda: defaultdict(list)
    )
    staff: dict[int, list[solver_problem.BusyTime]] = field(
        default_factory=lambda: defaultdict(list)
    )
    classes: dict[int, list[solver_problem.BusyTime]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def of_room(self, key: int) -> Times:
        return tuple(self.rooms.get(key, ()))

    def of_staff(self, key: int) -> Times:
        return tuple(self.staff.get(key, ()))

    def of_class(self, key: int) -> Times:
        return tuple(self.classes.get(key, ()))


def read_busy_times(term: Term, *, days: int, periods: int) -> BusyTimes:
    """Those of a term that lie within the grid: a Saturday doesn't matter to a search that places
    nothing on it. One query."""
    found = BusyTimes()
    rows = BusyTime.objects.filter(term=term, weekday__lte=days).order_by(
        "weekday", "first_period", "weeks", "pk"
    )
    for row in rows:
        times = [
            solver_problem.BusyTime(row.weekday, period, row.weeks)
            for period in range(row.first_period, row.first_period + row.periods)
            if period <= periods
        ]
        if row.room_id:
            found.rooms[row.room_id] += times
        elif row.staff_id:
            found.staff[row.staff_id] += times
        elif row.administrative_class_id:
            found.classes[row.administrative_class_id] += times
    return found


class BusyPeriod(NamedTuple):
    """One period of one date at which a resource is taken by something else, with its reason."""

    kind: str
    resource_id: int
    date: datetime.date
    period: int
    reason: str


def busy_between(
    resources: Mapping[ResourceKind, Iterable[int]], *, first: datetime.date, last: datetime.date
) -> list[BusyPeriod]:
    """What else takes these resources (keys by kind) on dates from first to last. A make-up workday
    is taken as the day that it follows. Two queries, one where nothing is taken: times of earlier
    years cost nothing.
    """
    keys = {kind: list(ids) for kind, ids in resources.items()}
    rows = BusyTime.objects.filter(
        Q(room__in=keys.get(ResourceKind.ROOM, ()))
        | Q(staff__in=keys.get(ResourceKind.STAFF, ()))
        | Q(administrative_class__in=keys.get(ResourceKind.ADMINISTRATIVE_CLASS, ())),
        term__first_monday__range=(first - LONGEST_TERM, last),
    ).select_related("term")
    by_term: dict[Term, list[BusyTime]] = defaultdict(list)
    for row in rows:
        by_term[row.term].append(row)
    days: dict[int, list[CalendarDay]] = defaultdict(list)
    for day in CalendarDay.objects.filter(term__in=list(by_term)):
        days[day.term_id].append(day)
    return [
        one
        for term, busy in by_term.items()
        for one in _dated(resolve(term, days=days[term.pk]), busy)
        if first <= one.date <= last
    ]


def busy_of_term(term: Term) -> list[BusyPeriod]:
    """All that is taken in a term, date by date, in the order in which it was entered. Two
    queries."""
    return list(_dated(resolve(term), list(BusyTime.objects.filter(term=term).order_by("pk"))))


def _dated(
    taught: Mapping[datetime.date, TimetableDay], busy: Collection[BusyTime]
) -> Iterator[BusyPeriod]:
    for date, day in taught.items():
        for row in busy:
            if row.weekday == day.weekday and row.weeks >> (day.week - 1) & 1:
                for period in range(row.first_period, row.first_period + row.periods):
                    yield BusyPeriod(*_resource(row), date, period, row.reason)


def _resource(row: BusyTime) -> tuple[str, int]:
    if row.room_id:
        return ResourceKind.ROOM, row.room_id
    if row.staff_id:
        return ResourceKind.STAFF, row.staff_id
    assert row.administrative_class_id
    return ResourceKind.ADMINISTRATIVE_CLASS, row.administrative_class_id


def remove_busy_time(busy: BusyTime, *, by: User | None) -> None:
    """The time is free again for the next search."""
    logger.info("busy time %s removed by user %s", busy.public_id, by.pk if by else None)
    busy.delete()
