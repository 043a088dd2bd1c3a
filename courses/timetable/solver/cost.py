"""How pleasant a plan is, part by part. Shares no code with the compiled search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields, replace
from fractions import Fraction
from math import ceil, gcd
from typing import Self

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Demand, Problem, Weights
from courses.timetable.solver.solution import Cost
from courses.timetable.weeks import count_weeks, weeks_in

PARTS = tuple(part.name for part in fields(Cost))


@dataclass(frozen=True)
class Costing:
    """A problem with what is fair in it, found once for many plans."""

    problem: Problem
    day_shares: Mapping[int, int]
    evening_shares: Mapping[str, int]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        return cls(problem, fair_shares(problem), evening_shares(problem))

    def around(self, demand: Demand) -> Self:
        """A part of the problem: the demand, which may be a changed one, and those whose cost
        moving it changes, that is with its instructor or of its class. What is fair stays."""
        others = (
            one
            for one in self.problem.demands
            if one.id != demand.id
            and (
                one.teaching_class == demand.teaching_class
                or one.id in demand.apart_from
                or demand.id in one.apart_from
                or (one.instructor is not None and one.instructor == demand.instructor)
            )
        )
        near = (demand, *others)
        teaching = {one.instructor for one in near}
        instructors = tuple(one for one in self.problem.instructors if one.id in teaching)
        problem = replace(self.problem, demands=near, instructors=instructors)
        return replace(self, problem=problem)

    def measure(
        self, placements: Iterable[Placement], *, elsewhere: Mapping[int, int] | None = None
    ) -> Cost:
        """The soft cost of a plan, in the units that `Cost` tells. ``elsewhere`` has the periods
        of each day that aren't among the placements."""
        problem = self.problem
        places = {placement.demand: placement for placement in placements}
        return Cost(
            uneven_days=self._uneven_days(places, elsewhere or {}),
            neighbouring_days=sum(
                abs(places[one].day - places[other].day) == 1
                for one, other in sibling_pairs(problem)
                if one in places and other in places
            ),
            long_days=_long_days(problem, places),
            idle_periods=_idle_periods(problem, places),
            unwanted_times=_unwanted_times(problem, places),
            evening_share=self._evening_share(places),
            room_changes=_room_changes(problem, places),
            spare_seats=sum(
                max(
                    0,
                    problem.room_by_id[place.room].capacity
                    - problem.demand_by_id[place.demand].size,
                )
                for place in places.values()
            ),
            moved=_moved(problem, places),
        )

    def _uneven_days(self, places: _Places, elsewhere: Mapping[int, int]) -> int:
        loads: dict[int, int] = defaultdict(int, elsewhere)
        for place in places.values():
            loads[place.day] += load(self.problem.demand_by_id[place.demand])
        return sum(max(0, loads[day] - share) for day, share in self.day_shares.items())

    def _evening_share(self, places: _Places) -> int:
        evenings: dict[str, int] = defaultdict(int)
        for place in places.values():
            demand = self.problem.demand_by_id[place.demand]
            if demand.instructor is not None:
                periods = range(place.start, place.start + demand.periods)
                late = sum(period in self.problem.grid.evening for period in periods)
                evenings[demand.instructor] += late * count_weeks(demand.weeks)
        return sum(
            max(0, late - self.evening_shares.get(instructor, 0))
            for instructor, late in evenings.items()
        )


def measure(problem: Problem, placements: Iterable[Placement]) -> Cost:
    """The soft cost of one plan."""
    return Costing.of(problem).measure(placements)


def points(cost: Cost, weights: Weights) -> dict[str, int]:
    """What each part counts, by the name of the part."""
    return {part: getattr(cost, part) * getattr(weights, part) for part in PARTS}


def total(cost: Cost, weights: Weights) -> int:
    return sum(
        value * getattr(weights, part) for part, value in zip(PARTS, astuple(cost), strict=True)
    )


def load(demand: Demand) -> int:
    """Periods over the whole term."""
    return demand.periods * count_weeks(demand.weeks)


def fair_shares(problem: Problem) -> dict[int, int]:
    """For each day its share of all periods to be taught: every demand spread over the days it
    may have, by how many of their periods are open.

    Rounded up to what the demands' loads can add up to, so that an even plan costs nothing.
    """
    grid = problem.grid
    every_day = frozenset(range(1, grid.days + 1))
    open_periods = {
        day: sum((day, period) not in grid.closed for period in range(1, grid.periods_per_day + 1))
        for day in every_day
    }
    wanted: dict[frozenset[int], int] = defaultdict(int)
    for demand in problem.demands:
        wanted[demand.allowed_days & every_day or every_day] += load(demand)
    shares: dict[int, Fraction] = defaultdict(Fraction)
    for days, periods in wanted.items():
        all_open = max(1, sum(open_periods[day] for day in days))
        for day in days:
            shares[day] += Fraction(periods * open_periods[day], all_open)
    step = gcd(*(load(demand) for demand in problem.demands)) or 1
    return {day: ceil(shares[day] / step) * step for day in sorted(every_day)}


def evening_shares(problem: Problem) -> dict[str, int]:
    """For each instructor the evening periods, over the term, that are no more than others bear:
    of all that is taught by them the part that evenings are of all open periods, rounded up."""
    grid = problem.grid
    moments = [
        period
        for day in range(1, grid.days + 1)
        for period in range(1, grid.periods_per_day + 1)
        if (day, period) not in grid.closed
    ]
    part = Fraction(sum(period in grid.evening for period in moments), max(1, len(moments)))
    taught: dict[str, int] = defaultdict(int)
    for demand in problem.demands:
        if demand.instructor is not None:
            taught[demand.instructor] += load(demand)
    return {instructor: ceil(part * periods) for instructor, periods in taught.items()}


def sibling_pairs(problem: Problem) -> list[tuple[str, str]]:
    """Pairs of demands that must fall on different days, each pair once."""
    return sorted(
        {
            (min(demand.id, other), max(demand.id, other))
            for demand in problem.demands
            for other in demand.apart_from
        }
    )


def unwanted_periods(demand: Demand, day: int, start: int, unwanted: Iterable[BusyTime]) -> int:
    """Periods, over the term, that lie in times which the instructor doesn't want."""
    weeks: dict[int, int] = defaultdict(int)
    for time in unwanted:
        if time.day == day and start <= time.period < start + demand.periods:
            weeks[time.period] |= time.weeks & demand.weeks
    return sum(count_weeks(found) for found in weeks.values())


def distance(before: Placement, *, day: int, start: int) -> int:
    """How far a time lies from the one before: 0 the same, 1 the same day, else 1 and the days."""
    if (before.day, before.start) == (day, start):
        return 0
    return 1 + abs(before.day - day)


_Places = dict[str, Placement]


def _taught(problem: Problem, places: _Places) -> dict[tuple[str, int, int], list[int]]:
    """The periods of each instructor on each day of each week."""
    taught: dict[tuple[str, int, int], list[int]] = defaultdict(list)
    for place in places.values():
        demand = problem.demand_by_id[place.demand]
        if demand.instructor is not None:
            periods = range(place.start, place.start + demand.periods)
            for week in weeks_in(demand.weeks):
                taught[demand.instructor, place.day, week].extend(periods)
    return taught


def _long_days(problem: Problem, places: _Places) -> int:
    fullest: dict[tuple[str, int], int] = defaultdict(int)
    for (instructor, day, _), periods in _taught(problem, places).items():
        fullest[instructor, day] = max(fullest[instructor, day], len(periods))
    return sum(max(0, periods - problem.comfortable_periods) for periods in fullest.values())


def _idle_periods(problem: Problem, places: _Places) -> int:
    return sum(
        max(periods) - min(periods) + 1 - len(set(periods))
        for periods in _taught(problem, places).values()
    )


def _unwanted_times(problem: Problem, places: _Places) -> int:
    unwanted = {person.id: person.unwanted for person in problem.instructors if person.unwanted}
    found = 0
    for place in places.values():
        demand = problem.demand_by_id[place.demand]
        times = unwanted.get(demand.instructor or "", ())
        found += unwanted_periods(demand, place.day, place.start, times)
    return found


def _room_changes(problem: Problem, places: _Places) -> int:
    rooms: dict[str, set[str]] = defaultdict(set)
    for place in places.values():
        rooms[problem.demand_by_id[place.demand].teaching_class].add(place.room)
    return sum(len(used) - 1 for used in rooms.values())


def _moved(problem: Problem, places: _Places) -> int:
    found = 0
    for before in problem.near:
        place = places.get(before.demand)
        if place is not None:
            found += distance(before, day=place.day, start=place.start)
            found += place.room != before.room
    return found
