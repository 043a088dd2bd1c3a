"""Where a weekly time could go, and which others hold what it would need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from courses.timetable.solver.authority import is_authorised
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Demand, Room
from courses.timetable.solver.repair.problem import GROUP, PERSON, ROOM
from courses.timetable.solver.repair.weekly_problem import WeeklyProblem
from courses.timetable.weeks import WeekSet

Cell = tuple[str, str, int, int]
"""Kind and id of a resource, a day, and one period of it."""


class WeeklyPlaces:
    """Who holds which cell in which weeks."""

    def __init__(self, problem: WeeklyProblem) -> None:
        self.problem = problem
        self.present = {place.demand: place for place in problem.placed}
        self._holders: dict[Cell, list[tuple[WeekSet, str]]] = defaultdict(list)
        for place in problem.placed:
            for cell, weeks in self.cells(place):
                self._holders[cell].append((weeks, place.demand))
        self._busy: dict[Cell, WeekSet] = defaultdict(int)
        given = problem.problem
        owners: list[tuple[str, str, tuple[BusyTime, ...]]] = [
            *((ROOM, room.id, room.unavailable) for room in given.rooms),
            *((PERSON, person.id, person.unavailable) for person in given.instructors),
            *((GROUP, group.id, group.busy) for group in given.groups),
        ]
        for kind, key, times in owners:
            for time in times:
                self._busy[kind, key, time.day, time.period] |= time.weeks
        self._rooms = sorted(given.rooms, key=lambda room: (room.capacity, room.id))

    def cells(self, place: Placement) -> Iterator[tuple[Cell, WeekSet]]:
        """What a placement takes, and in which weeks."""
        demand = self.problem.problem.demand_by_id[place.demand]
        weeks = self.problem.weeks(place.demand, place.day)
        resources = [(ROOM, place.room)] + [(GROUP, group) for group in demand.groups]
        if demand.instructor is not None:
            resources.append((PERSON, demand.instructor))
        for kind, key in resources:
            for period in range(place.start, place.start + demand.periods):
                yield (kind, key, place.day, period), weeks

    def in_the_way(self, place: Placement, freed: Collection[str]) -> set[str] | None:
        """Demands that hold what the placement takes; None where something else does."""
        found: set[str] = set()
        for cell, weeks in self.cells(place):
            if self._busy.get(cell, 0) & weeks:
                return None
            found |= {
                other
                for held, other in self._holders.get(cell, ())
                if held & weeks and other != place.demand and other not in freed
            }
        return found | self._siblings_in_the_way(place, freed)

    def _siblings_in_the_way(self, place: Placement, freed: Collection[str]) -> set[str]:
        demand = self.problem.problem.demand_by_id[place.demand]
        return {
            other
            for other in demand.apart_from
            if other in self.present
            and other not in freed
            and abs(self.present[other].day - place.day) < demand.days_apart
        }

    def starts(self, demand: Demand) -> list[tuple[int, int]]:
        """Days and first periods that the week leaves open."""
        grid = self.problem.problem.grid
        return [
            (day, start)
            for day in range(1, grid.days + 1)
            if not demand.allowed_days or day in demand.allowed_days
            if (weeks := self.problem.weeks(demand.id, day))
            if is_authorised(self.problem.problem, replace(demand, weeks=weeks), day)
            for start in range(1, grid.periods_per_day - demand.periods + 2)
            if not demand.allowed_starts or start in demand.allowed_starts
            if not any(
                (day, period) in grid.closed | self.problem.closed
                for period in range(start, start + demand.periods)
            )
        ]

    def rooms(self, demand: Demand) -> list[Room]:
        """Rooms that suit, the present one first, then the smallest."""
        present = self.present.get(demand.id)
        found = [
            room
            for room in self._rooms
            if room.capacity >= demand.size
            and demand.campus in (None, room.campus)
            and demand.room_kind in (None, room.kind)
            and demand.equipment <= room.equipment
        ]
        found.sort(key=lambda room: present is None or room.id != present.room)
        return found

    def all_places(self, demand: Demand) -> Iterator[Placement]:
        for day, start in self.starts(demand):
            for room in self.rooms(demand):
                yield Placement(demand.id, day, start, room.id)
