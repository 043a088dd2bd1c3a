"""What it costs to place a demand somewhere, or to move one there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.repair.weekly_elsewhere import WeeklyElsewhere
from courses.timetable.solver.repair.weekly_problem import WeeklyEmphasis, WeeklyProblem
from courses.timetable.weeks import count_weeks

UNPLACED = 1_000_000
OTHER_TIME, OTHER_ROOM = 10, 4
"""For each meeting of the term that changes."""

LATE, NEIGHBOURING_DAY, LONG_DAY, OTHER_CAMPUS = 12, 8, 8, 12
SEATS_FOR_ONE = 20
"""So many empty seats count one."""

PLACE_COUNTS: Mapping[WeeklyEmphasis, int] = {
    WeeklyEmphasis.FEWEST: 1,
    WeeklyEmphasis.ROOMS_ONLY: 1,
    # A late start then weighs as much as a term of meetings that move.
    WeeklyEmphasis.PLEASANT: 40,
}


@dataclass(frozen=True)
class WeeklyPrices:
    problem: WeeklyProblem
    emphasis: WeeklyEmphasis
    present: Mapping[str, Placement]
    elsewhere: WeeklyElsewhere

    def of(self, place: Placement) -> int:
        """Nothing for a demand that stays; without students who would have two times at once."""
        before = self.present.get(place.demand)
        if before is None:
            return PLACE_COUNTS[self.emphasis] * self._place(place)
        if before == place:
            return 0
        meetings = count_weeks(self.problem.weeks(place.demand, before.day))
        same_time = (before.day, before.start) == (place.day, place.start)
        rooms = self.problem.problem.room_by_id
        far = OTHER_CAMPUS * (rooms[before.room].campus != rooms[place.room].campus)
        if same_time:
            return OTHER_ROOM * meetings + far
        room = before.room != place.room
        return OTHER_TIME * meetings + abs(before.day - place.day) + room + far + self._place(place)

    def _place(self, place: Placement) -> int:
        problem = self.problem.problem
        demand = problem.demand_by_id[place.demand]
        weeks = self.problem.weeks(place.demand, place.day)
        periods = range(place.start, place.start + demand.periods)
        cost = LATE * any(period in self.problem.late for period in periods)
        siblings = (self.present[other].day for other in demand.apart_from if other in self.present)
        cost += NEIGHBOURING_DAY * any(abs(day - place.day) == 1 for day in siblings)
        taught = sum(
            problem.demand_by_id[other].periods
            for other, there in self.present.items()
            if other != place.demand
            and there.day == place.day
            and problem.demand_by_id[other].instructor == demand.instructor is not None
            and self.problem.weeks(other, there.day) & weeks
        )
        cost += LONG_DAY * (taught + demand.periods > problem.comfortable_periods)
        spare = problem.room_by_id[place.room].capacity - demand.size
        return cost + max(0, spare) // SEATS_FOR_ONE
