"""Times that are taken by something else: kept as rows, given to the search."""

import logging
from collections import defaultdict
from dataclasses import dataclass, field

from cms.users.models import User
from courses.teaching.models import Term
from courses.timetable.models import BusyTime
from courses.timetable.solver import problem as solver_problem

logger = logging.getLogger("qihang.audit")

Times = tuple[solver_problem.BusyTime, ...]


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


def remove_busy_time(busy: BusyTime, *, by: User | None) -> None:
    """The time is free again for the next search."""
    logger.info("busy time %s removed by user %s", busy.public_id, by.pk if by else None)
    busy.delete()
