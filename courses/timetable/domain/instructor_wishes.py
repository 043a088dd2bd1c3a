"""What instructors can bear and would like in a term, as the search wants to know it."""

from collections import defaultdict
from collections.abc import Iterable

from courses.institutions.models import StaffMember
from courses.teaching.models import Term
from courses.timetable.domain.busy_times import BusyTimes
from courses.timetable.models import SchedulingRule, TeachingLimit, UnwantedTime
from courses.timetable.solver import problem as solver_problem


class InstructorWishes:
    """Limits and unwanted times of a term, read once in two queries."""

    def __init__(self, term: Term, *, rule: SchedulingRule | None, days: int, periods: int) -> None:
        self._rule = rule
        self._limits = {row.staff_id: row for row in TeachingLimit.objects.filter(term=term)}
        self._unwanted: dict[int, list[solver_problem.BusyTime]] = defaultdict(list)
        rows = UnwantedTime.objects.filter(term=term, weekday__lte=days)
        for row in rows.order_by("weekday", "first_period", "pk"):
            self._unwanted[row.staff_id] += [
                solver_problem.BusyTime(row.weekday, period, row.weeks)
                for period in range(row.first_period, row.first_period + row.periods)
                if period <= periods
            ]

    def most_per_day(self, staff: StaffMember | int) -> int | None:
        return self._most(staff, "most_per_day")

    def instructors(
        self, keys: Iterable[str], busy: BusyTimes
    ) -> tuple[solver_problem.Instructor, ...]:
        """Ids are the primary keys of staff as text."""
        return tuple(
            solver_problem.Instructor(
                key,
                busy.of_staff(int(key)),
                unwanted=tuple(self._unwanted.get(int(key), ())),
                most_per_day=self._most(int(key), "most_per_day"),
                most_per_week=self._most(int(key), "most_per_week"),
            )
            for key in keys
        )

    def _most(self, staff: StaffMember | int, name: str) -> int | None:
        """The person's own limit, else that of the rule."""
        key = staff if isinstance(staff, int) else staff.pk
        own: int | None = getattr(self._limits.get(key), name, None)
        of_rule: int | None = getattr(self._rule, name, None)
        return own if own is not None else of_rule
