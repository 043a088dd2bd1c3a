"""Who could teach a meeting instead, on its date and at its periods."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import nsmallest

from courses.qualifications.domain.authorisation import qualified_days
from courses.qualifications.domain.facts import TeachingFacts
from courses.teaching.models import TeachingAssignment
from courses.timetable.enums import ResourceKind
from courses.training.domain.planning.occupied import Occupied, bits
from courses.training.domain.planning.scope import Scope
from courses.training.domain.planning.taught import Taught
from courses.training.planner.problem import Candidate

# So many of them go into the plan: enough that somebody is left when others take some, few enough
# that thousands of meetings fit.
MOST = 8
# What a candidate costs beside the periods; the units are the planner's.
OTHER_DEPARTMENT, OTHER_COURSE, TEACHES_NOTHING = 2, 3, 4


class Colleagues:
    """People of some institutions with the days on which they may teach. Seven queries."""

    def __init__(self, scope: Scope, days: Iterable[datetime.date]) -> None:
        ordered = sorted(set(days))
        facts = TeachingFacts.of(scope.staff())
        self._qualified: dict[int, set[datetime.date]] = {}
        self._of: dict[int, list[int]] = defaultdict(list)
        self._department: dict[int, int | None] = {}
        for person in facts.people:
            pk = person.staff.pk
            self._of[person.staff.institution_id].append(pk)
            self._department[pk] = person.staff.department_id
            self._qualified[pk] = qualified_days(person, facts, ordered)
        self._courses: dict[int, set[int]] = defaultdict(set)
        rows = TeachingAssignment.objects.filter(
            institution__in=scope.institutions(), valid_to=None
        ).order_by()
        for staff, course in rows.values_list("staff_id", "teaching_class__course_id").distinct():
            self._courses[staff].add(course)
        self._able: dict[tuple[int, datetime.date], list[int]] = {}

    def may_teach(self, staff: int, date: datetime.date) -> bool:
        return date in self._qualified.get(staff, ())

    def candidates(
        self, meeting: Taught, occupied: Occupied, *, always: int | None = None
    ) -> tuple[Candidate, ...]:
        """The nearest first: the same department, the same course. Among equals the order differs
        from meeting to meeting, so that the same few aren't asked for everything. `always` is kept
        among them if the person is able."""
        periods = bits(meeting.first_period, meeting.periods)
        free = [
            pk
            for pk in self._able_on(meeting.institution, meeting.date)
            if pk != meeting.instructor
            and occupied.is_free(ResourceKind.STAFF.value, pk, meeting.date, periods)
        ]
        department = self._department.get(meeting.instructor)
        chosen = nsmallest(
            MOST,
            free,
            key=lambda pk: (
                pk != always,
                self._cost(pk, meeting, department),
                (pk * 7919 + meeting.pk * 104_729) % 1009,
                pk,
            ),
        )
        return tuple(Candidate(str(pk), self._cost(pk, meeting, department)) for pk in chosen)

    def _able_on(self, institution: int, date: datetime.date) -> list[int]:
        key = institution, date
        if key not in self._able:
            self._able[key] = [pk for pk in self._of[institution] if date in self._qualified[pk]]
        return self._able[key]

    def _cost(self, pk: int, meeting: Taught, department: int | None) -> int:
        courses: Mapping[int, set[int]] = self._courses
        cost = 0 if department and self._department[pk] == department else OTHER_DEPARTMENT
        if pk not in courses:
            return cost + OTHER_COURSE + TEACHES_NOTHING
        return cost + (0 if meeting.course in courses[pk] else OTHER_COURSE)
