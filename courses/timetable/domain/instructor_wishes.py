"""What instructors can bear and would like in a term, as the search wants to know it."""

from collections import defaultdict
from collections.abc import Iterable

from courses.teaching.models import Term
from courses.timetable.domain.authorised_days import AuthorisedDays
from courses.timetable.domain.busy_times import BusyTimes
from courses.timetable.domain.teaching_limits import TeachingLimits
from courses.timetable.models import SchedulingRule, UnwantedTime
from courses.timetable.solver import problem as solver_problem


class InstructorWishes:
    """Limits and unwanted times of a term, read once in two queries."""

    def __init__(self, term: Term, *, rule: SchedulingRule | None, days: int, periods: int) -> None:
        self.limits = TeachingLimits(term, rule=rule)
        self._unwanted: dict[int, list[solver_problem.BusyTime]] = defaultdict(list)
        rows = UnwantedTime.objects.filter(term=term, weekday__lte=days)
        for row in rows.order_by("weekday", "first_period", "pk"):
            self._unwanted[row.staff_id] += [
                solver_problem.BusyTime(row.weekday, period, row.weeks)
                for period in range(row.first_period, row.first_period + row.periods)
                if period <= periods
            ]

    def instructors(
        self, keys: Iterable[str], busy: BusyTimes, authorised: AuthorisedDays
    ) -> tuple[solver_problem.Instructor, ...]:
        """Ids are the primary keys of staff as text."""
        return tuple(
            solver_problem.Instructor(
                key,
                busy.of_staff(int(key)),
                unwanted=tuple(self._unwanted.get(int(key), ())),
                most_per_day=self.limits.per_day(int(key)),
                most_per_week=self.limits.per_week(int(key)),
                unauthorised=authorised.unauthorised(int(key)),
            )
            for key in keys
        )
