"""Single students of classes who have something else at a time at which a meeting is made up."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from courses.teaching.domain.single_students import SingleStudents
from courses.teaching.models import Term
from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.enums import ResourceKind
from courses.timetable.models import Meeting
from courses.training.domain.planning.occupied import bits
from courses.training.domain.planning.taken_weekly import TakenWeekly
from courses.training.domain.planning.taught import Taught

CLASS = ResourceKind.ADMINISTRATIVE_CLASS.value


class Elsewhere:
    """Asked in memory. Three queries, two where nobody has another class. Periods are compared, as
    everywhere in a plan."""

    def __init__(
        self,
        classes: Mapping[int, Iterable[int]],
        terms: Iterable[Term],
        *,
        first: datetime.date,
        last: datetime.date,
        weekly: TakenWeekly,
        instead: Mapping[int, Taught],
    ) -> None:
        """`classes`: the administrative classes (pks) of each teaching class. `instead`: meetings
        as they were before they were covered."""
        self._weekly = weekly
        self._singles = SingleStudents.read(
            {pk: [*groups] for pk, groups in classes.items()}, terms=list(terms)
        )
        self._held: dict[tuple[int, datetime.date], int] = defaultdict(int)
        others = self._singles.other_classes
        rows = Meeting.objects.filter(teaching_class__in=others, date__range=(first, last))
        for pk, other, date, start, periods in (
            rows.taking_place()
            .order_by()
            .values_list("pk", "teaching_class", "date", "first_period", "periods")
        ):
            if pk not in instead:
                self._held[other, date] |= bits(start, periods)
        for one in instead.values():
            if one.teaching_class in others:
                self._held[one.teaching_class, one.date] |= bits(one.first_period, one.periods)

    def students(
        self, meeting: Taught, date: datetime.date, day: TimetableDay, periods: int
    ) -> int:
        """How many of the class have something else on the date, which is taught as `day`;
        `periods` as bits."""
        met: set[int] = set()
        for other, students in self._singles.sitting.get(meeting.teaching_class, {}).items():
            if self._held.get((other, date), 0) & periods:
                met.update(students)
        for home, students in self._singles.homes.get(meeting.teaching_class, {}).items():
            if not self._weekly.is_free(CLASS, home, meeting.term, day, periods):
                met.update(students)
        return len(met)
