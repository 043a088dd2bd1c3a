"""Stage one: a start for each demand, with room for all at every moment but no rooms yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from ortools.sat.python import cp_model

from courses.timetable.solver.closeness import days_apart, too_short_between
from courses.timetable.solver.options import Options, RoomSet, Start
from courses.timetable.solver.problem import Demand, Problem
from courses.timetable.weeks import WeekSet

Times: TypeAlias = dict[str, Start]


@dataclass(frozen=True, slots=True)
class RoomCut:
    """In this week and period no more demands can be confined to ``rooms`` than there are."""

    rooms: RoomSet
    week: int
    day: int
    period: int


@dataclass(frozen=True, slots=True)
class Nogood:
    """These demands, at these starts, don't find rooms together."""

    times: tuple[tuple[str, Start], ...]


Cut: TypeAlias = RoomCut | Nogood


class TimeModel:
    """The model over some of the demands. Every constraint in it is necessary, so that what it
    proves impossible is impossible; rooms may still fail, and come back as a cut.
    """

    def __init__(
        self, problem: Problem, options: Options, demands: Iterable[str], cuts: Iterable[Cut]
    ) -> None:
        self.model = cp_model.CpModel()
        self._problem = problem
        self._options = options
        self._demands = [problem.demand_by_id[demand] for demand in demands]
        self.at: dict[str, dict[Start, cp_model.IntVar]] = {
            demand.id: {start: self.model.new_bool_var("") for start in options.rooms[demand.id]}
            for demand in self._demands
        }
        self._covering: dict[Start, list[tuple[Demand, Start]]] = defaultdict(list)
        for demand in self._demands:
            for day, first in self.at[demand.id]:
                for period in range(first, first + demand.periods):
                    self._covering[day, period].append((demand, (day, first)))
        self._limits: set[tuple[int, tuple[int, ...]]] = set()
        self._people()
        self._siblings()
        self._instructor_limits()
        self._travel()
        self._rooms()
        for cut in cuts:
            self._cut(cut)

    def require(self, demands: Collection[str]) -> None:
        """These must be placed, all others may be."""
        for demand, starts in self.at.items():
            if demand in demands:
                self.model.add_exactly_one(starts.values())
            else:
                self.model.add_at_most_one(starts.values())

    def assume(self) -> dict[int, str]:
        """Require each demand by an assumption; maps literal indices to demands."""
        literals = {}
        for demand, starts in self.at.items():
            wanted = self.model.new_bool_var("")
            self.model.add_at_most_one(starts.values())
            self.model.add_bool_or(starts.values()).only_enforce_if(wanted)
            literals[wanted.index] = demand
            self.model.add_assumption(wanted)
        return literals

    def maximize_placed(self) -> None:
        self.model.maximize(sum(var for starts in self.at.values() for var in starts.values()))

    def hint(self, times: Times) -> None:
        for demand, starts in self.at.items():
            for start, var in starts.items():
                self.model.add_hint(var, times.get(demand) == start)

    def read(self, solver: cp_model.CpSolver) -> Times:
        return {
            demand: start
            for demand, starts in self.at.items()
            for start, var in starts.items()
            if solver.boolean_value(var)
        }

    def _people(self) -> None:
        shared: dict[tuple[str, str], list[Demand]] = defaultdict(list)
        for demand in self._demands:
            if demand.instructor is not None:
                shared["instructor", demand.instructor].append(demand)
            for group in set(demand.groups):
                shared["group", group].append(demand)
        for demands in shared.values():
            if len(demands) < 2:
                continue
            for _, together in active_together(demands, maximal=True):
                for moment in self._covering:
                    self._limit(self._literals(moment, together), 1)

    def _siblings(self) -> None:
        for (one, other), apart in days_apart(self._problem).items():
            if one not in self.at or other not in self.at:
                continue
            for first in range(1, self._problem.grid.days - apart + 2):
                days = range(first, first + apart)
                near = [var for day in days for var in self._on_day(one, day)]
                near += [var for day in days for var in self._on_day(other, day)]
                self._limit(near, 1)

    def _instructor_limits(self) -> None:
        for instructor in self._problem.instructors:
            if instructor.most_per_day is None and instructor.most_per_week is None:
                continue
            taught = [one for one in self._demands if one.instructor == instructor.id]
            for _, together in active_together(taught, maximal=True):
                met = [one for one in taught if one.id in together]
                by_day = [
                    [one.periods * var for one in met for var in self._on_day(one.id, day)]
                    for day in range(1, self._problem.grid.days + 1)
                ]
                if instructor.most_per_week is not None:
                    self.model.add(sum(sum(day) for day in by_day) <= instructor.most_per_week)
                if instructor.most_per_day is not None:
                    for day in by_day:
                        self.model.add(sum(day) <= instructor.most_per_day)

    def _travel(self) -> None:
        """Of two times too close for the way, where only one campus is possible for each.

        Where rooms of several campuses are possible, `rooms` sees to it.
        """
        if not self._problem.travel:
            return
        taught: dict[str, list[Demand]] = defaultdict(list)
        for demand in self._demands:
            if demand.instructor is not None:
                taught[demand.instructor].append(demand)
        for one, other in (pair for mine in taught.values() for pair in combinations(mine, 2)):
            if not one.weeks & other.weeks:
                continue
            for start, var in self.at[one.id].items():
                for then, var_then in self.at[other.id].items():
                    close = too_short_between(self._problem, one, start, other, then)
                    if frozenset((self._campus(one, start), self._campus(other, then))) in close:
                        self.model.add_at_most_one((var, var_then))

    def _campus(self, demand: Demand, start: Start) -> str | None:
        """The only campus of the rooms at this start, if it is the only one."""
        campuses = {
            room.campus
            for index, room in enumerate(self._problem.rooms)
            if self._options.rooms[demand.id][start] >> index & 1
        }
        return campuses.pop() if len(campuses) == 1 else None

    def _rooms(self) -> None:
        for week, together in active_together(self._demands, maximal=True):
            for day, period in self._covering:
                masks = {
                    self._options.rooms[demand.id][start]
                    for demand, start in self._covering[day, period]
                    if demand.id in together
                }
                for mask in masks:
                    self._cut(RoomCut(mask, week, day, period))

    def _cut(self, cut: Cut) -> None:
        if isinstance(cut, Nogood):
            if all(start in self.at.get(demand, ()) for demand, start in cut.times):
                literals = [self.at[demand][start] for demand, start in cut.times]
                self._limit(literals, len(literals) - 1)
            return
        confined = [
            (demand, start)
            for demand, start in self._covering[cut.day, cut.period]
            if demand.weeks >> (cut.week - 1) & 1
            and not self._options.rooms[demand.id][start] & ~cut.rooms
        ]
        if len({demand.id for demand, _ in confined}) > cut.rooms.bit_count():
            literals = [self.at[demand.id][start] for demand, start in confined]
            self._limit(literals, cut.rooms.bit_count())

    def _literals(self, moment: Start, demands: Collection[str]) -> list[cp_model.IntVar]:
        return [
            self.at[demand.id][start]
            for demand, start in self._covering[moment]
            if demand.id in demands
        ]

    def _limit(self, literals: list[cp_model.IntVar], most: int) -> None:
        """At most so many of the literals; says nothing twice."""
        key = (most, tuple(sorted(var.index for var in literals)))
        if len(literals) <= most or key in self._limits:
            return
        self._limits.add(key)
        if most == 1:
            self.model.add_at_most_one(literals)
        else:
            self.model.add(sum(literals) <= most)

    def _on_day(self, demand: str, day: int) -> list[cp_model.IntVar]:
        return [var for (on, _), var in self.at[demand].items() if on == day]


def active_together(
    demands: Iterable[Demand], *, maximal: bool = False
) -> list[tuple[int, frozenset[str]]]:
    """The distinct sets of demands that meet in one week, each with its first such week.

    ``maximal`` leaves out sets contained in another: whoever may not meet there may not here.
    """
    by_pattern: dict[WeekSet, list[str]] = defaultdict(list)
    for demand in demands:
        by_pattern[demand.weeks].append(demand.id)
    weeks: dict[frozenset[str], int] = {}
    for week in range(1, max((pattern.bit_length() for pattern in by_pattern), default=0) + 1):
        active = frozenset(
            demand
            for pattern, members in by_pattern.items()
            if pattern >> (week - 1) & 1
            for demand in members
        )
        if active:
            weeks.setdefault(active, week)
    return [
        (week, active)
        for active, week in weeks.items()
        if not (maximal and any(active < other for other in weeks))
    ]
