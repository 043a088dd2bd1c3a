"""Single students who would have two weekly times at once. It costs, and forbids nothing: what one
student misses doesn't keep forty others from a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.repair.weekly_problem import WeeklyProblem
from courses.timetable.weeks import WeekSet, count_weeks

ANYBODY_ELSEWHERE, MISSED_AT_MOST = 100, 50
"""More than all details of a place together, where these count once: another place goes before.
Less than to move a weekly time of the whole term; nobody is moved only for this. Each meeting that
a student can't go to counts one on top, up to so many."""


def _price(missed: int) -> int:
    return ANYBODY_ELSEWHERE + min(missed, MISSED_AT_MOST) if missed else 0


class WeeklyElsewhere:
    """Only new times are priced: what stays where it was is no reason against anything. Each other
    weekly time that single students of a class have then counts by itself."""

    def __init__(self, problem: WeeklyProblem) -> None:
        self.problem = problem
        self._demands = problem.problem.demand_by_id
        self._present = {place.demand: place for place in problem.placed}
        self._others: dict[str, dict[str, int]] = defaultdict(dict)
        for (one, other), students in problem.singles.items():
            self._others[one][other] = self._others[other][one] = students
        self._planned: dict[str, list[Placement]] = defaultdict(list)
        for place in problem.placed:
            self._planned[self._class(place)].append(place)

    def besides(self, place: Placement, moving: Collection[str]) -> int:
        """The price against all that stays: everything but the demands that are `moving`."""
        if not self._is_new(place):
            return 0
        cost = _price(self._taken(place))
        for other, students in self._others.get(self._class(place), {}).items():
            for there in self._planned[other]:
                if there.demand not in moving:
                    cost += _price(students * self._meetings_at_once(place, there))
        return cost

    def pairs(
        self, options: Mapping[str, Sequence[Placement]]
    ) -> Iterator[tuple[list[Placement], list[Placement], int]]:
        """Places of two demands of which any one of the first with any one of the second costs so
        much."""
        times: dict[str, dict[tuple[int, int, bool], list[Placement]]] = {}
        for key, places in options.items():
            if self._demands[key].teaching_class in self._others:
                own = times[key] = defaultdict(list)
                for place in places:
                    own[place.day, place.start, self._is_new(place)].append(place)
        for one, other in combinations(times, 2):
            of_one = self._others[self._demands[one].teaching_class]
            students = of_one.get(self._demands[other].teaching_class, 0)
            for here, some in times[one].items() if students else ():
                for there, others in times[other].items():
                    missed = students * self._meetings_at_once(some[0], others[0])
                    if missed and (here[2] or there[2]):
                        yield some, others, _price(missed)

    def of_outcome(self, places: Iterable[Placement]) -> int:
        """The price of everything together."""
        options = {place.demand: [place] for place in places}
        against_others = sum(self.besides(place, options.keys()) for (place,) in options.values())
        return against_others + sum(price for _one, _other, price in self.pairs(options))

    def _class(self, place: Placement) -> str:
        return self._demands[place.demand].teaching_class

    def _is_new(self, place: Placement) -> bool:
        before = self._present.get(place.demand)
        return before is None or (before.day, before.start) != (place.day, place.start)

    def _weeks(self, place: Placement) -> WeekSet:
        return self.problem.weeks(place.demand, place.day)

    def _periods(self, place: Placement) -> range:
        return range(place.start, place.start + self._demands[place.demand].periods)

    def _meetings_at_once(self, one: Placement, other: Placement) -> int:
        here, there = self._periods(one), self._periods(other)
        if one.day != other.day or here.start >= there.stop or there.start >= here.stop:
            return 0
        return count_weeks(self._weeks(one) & self._weeks(other))

    def _taken(self, place: Placement) -> int:
        """Meetings that students miss whose own administrative class has something else then."""
        missed = 0
        for home, students in self.problem.homes.get(self._class(place), {}).items():
            weeks: WeekSet = 0
            for busy in self.problem.problem.group_by_id[home].busy:
                if busy.day == place.day and busy.period in self._periods(place):
                    weeks |= busy.weeks
            missed += students * count_weeks(weeks & self._weeks(place))
        return missed
