"""What the instructor of a weekly time can bear besides it: limits, and ways between campuses."""

from django.utils.translation import gettext as _

from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.models import Room
from courses.timetable.solver.closeness import too_short_between
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Demand
from courses.timetable.weeks import format_weeks, week_set, weeks_in


class InstructorElsewhere:
    """The other weekly times of the instructor of the demand ``key``."""

    def __init__(self, key: str, version: VersionProblem) -> None:
        problem = version.problem
        mine = problem.demand_by_id[key].instructor
        self._problem = problem
        self._person = problem.instructor_by_id.get(mine or "")
        self._name = version.slots[key].instructor.name
        self._others: list[tuple[Demand, Placement]] = [
            (problem.demand_by_id[other], place)
            for other, place in version.placements.items()
            if other != key and mine is not None and problem.demand_by_id[other].instructor == mine
        ]

    def too_much(self, demand: Demand, weekday: int) -> list[str]:
        """Limits that the demand would break on this weekday, and in which weeks."""
        if self._person is None:
            return []
        day = _("%(name)s would have more than %(most)d periods on this day in %(weeks)s.")
        week = _("%(name)s would have more than %(most)d periods a week in %(weeks)s.")
        return [
            sentence % {"name": self._name, "most": most, "weeks": format_weeks(week_set(weeks))}
            for sentence, most, on in (
                (day, self._person.most_per_day, weekday),
                (week, self._person.most_per_week, None),
            )
            if most is not None and (weeks := self._weeks_above(demand, most, on))
        ]

    def reachable(
        self, demand: Demand, weekday: int, first: int, rooms: list[Room]
    ) -> tuple[list[Room], list[str]]:
        """The rooms to and from which the time is enough; a sentence where it is for none."""
        barred = {
            campus
            for other, place in self._others
            if other.weeks & demand.weeks
            for ways in too_short_between(
                self._problem, demand, (weekday, first), other, (place.day, place.start)
            )
            if (here := self._problem.room_by_id[place.room].campus) in ways
            for campus in ways - {here}
        }
        left = [room for room in rooms if str(room.campus_id) not in barred]
        if rooms and not left:
            return [], [_("%(name)s can't get here from another campus.") % {"name": self._name}]
        return left, []

    def _weeks_above(self, demand: Demand, most: int, day: int | None) -> list[int]:
        return [
            week
            for week in weeks_in(demand.weeks)
            if demand.periods
            + sum(
                other.periods
                for other, place in self._others
                if other.weeks >> (week - 1) & 1 and day in (None, place.day)
            )
            > most
        ]
