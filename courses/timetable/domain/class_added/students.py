"""Single students of the classes of a version, and what they have besides, by weekly times.

It is advice and no objection: what one student misses doesn't keep forty others from a time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from courses.teaching.domain.single_students import SingleStudents, StudentElsewhere
from courses.teaching.models import Term
from courses.timetable.models import BusyTime
from courses.timetable.solver import problem as solver_problem


class WeeklyTime(NamedTuple):
    """Of a teaching class, by primary key."""

    teaching_class: int
    code: str
    weekday: int
    first_period: int
    periods: int
    weeks: int


@dataclass(frozen=True)
class WeeklyStudents:
    """`busy`: times taken of the administrative classes from which they come."""

    singles: SingleStudents
    busy: Sequence[BusyTime]

    @classmethod
    def read(cls, term: Term, demands: Iterable[solver_problem.Demand]) -> "WeeklyStudents":
        """Of the classes of these demands. Two queries, three where somebody comes from another
        administrative class."""
        classes = {int(one.teaching_class): [*map(int, one.groups)] for one in demands}
        singles = SingleStudents.read(classes, terms=[term])
        busy = BusyTime.objects.filter(term=term, administrative_class__in=singles.other_homes)
        return cls(singles, list(busy.order_by("pk")))

    def between(self) -> dict[tuple[str, str], int]:
        """By pair of teaching classes (pk as text) how many sit in both."""
        return {
            (str(min(one, other)), str(max(one, other))): len(students)
            for one, sitting in self.singles.sitting.items()
            for other, students in sitting.items()
        }

    def homes(self) -> dict[str, dict[str, int]]:
        """How many come from each other administrative class, by teaching class (pks as text)."""
        return {
            str(key): {str(home): len(students) for home, students in homes.items()}
            for key, homes in self.singles.homes.items()
        }

    def groups(self) -> dict[str, solver_problem.Group]:
        """These administrative classes, with their times taken."""
        taken: dict[int, list[solver_problem.BusyTime]] = {
            home: [] for home in self.singles.other_homes
        }
        for row in self.busy:
            taken[row.administrative_class_id or 0] += [
                solver_problem.BusyTime(row.weekday, period, row.weeks)
                for period in range(row.first_period, row.first_period + row.periods)
            ]
        return {
            str(home): solver_problem.Group(str(home), tuple(times))
            for home, times in taken.items()
        }

    def at(
        self, time: WeeklyTime, others: Mapping[int, Sequence[WeeklyTime]]
    ) -> tuple[StudentElsewhere, ...]:
        """Each student of the class who has something else in one of the weeks, once. `others`:
        the weekly times of each class. Times of a draft have no dates, so periods are compared."""
        met: dict[int, str] = {}
        for other, students in self.singles.sitting.get(time.teaching_class, {}).items():
            for there in others.get(other, ()):
                if _at_once(time, there):
                    met |= dict.fromkeys(students, there.code)
        homes = self.singles.homes.get(time.teaching_class, {})
        for row in self.busy if homes else ():
            if _at_once(time, row):
                students = homes.get(row.administrative_class_id or 0, [])
                met = dict.fromkeys(students, row.reason) | met
        return self.singles.named(met)


def _at_once(time: WeeklyTime, other: WeeklyTime | BusyTime) -> bool:
    return (
        time.weekday == other.weekday
        and time.first_period < other.first_period + other.periods
        and other.first_period < time.first_period + time.periods
        and bool(time.weeks & other.weeks)
    )
