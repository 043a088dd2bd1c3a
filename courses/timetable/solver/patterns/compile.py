"""From a problem to arrays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from courses.timetable.solver.annealing.instance import Flags, Ints
from courses.timetable.solver.closeness import days_apart
from courses.timetable.solver.cost import (
    distance,
    evening_shares,
    fair_shares,
    load,
    unwanted_periods,
)
from courses.timetable.solver.options import Options, Start
from courses.timetable.solver.patterns.arrays import NOBODY, Arrays, Masks
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Demand, Problem

NO_LIMIT = 2**30


@dataclass(frozen=True)
class Compiled:
    """``demands`` and ``rooms`` name what the numbers of ``arrays`` stand for."""

    arrays: Arrays
    demands: tuple[str, ...]
    rooms: tuple[str, ...]

    def placement(self, meeting: int, slot: int, room: int) -> Placement:
        day, first = divmod(int(slot), self.arrays.periods_per_day)
        return Placement(self.demands[meeting], day + 1, first + 1, self.rooms[room])

    def placements(self, slots: Sequence[int], rooms: Sequence[int]) -> tuple[Placement, ...]:
        both = zip(slots, rooms, strict=True)
        return tuple(self.placement(meeting, *place) for meeting, place in enumerate(both))


def compile_problem(problem: Problem, options: Options, names: Iterable[str]) -> Compiled:
    """Arrays of these demands, each of which has options; all others are left out."""
    demands = [problem.demand_by_id[name] for name in names]
    number = {demand.id: index for index, demand in enumerate(demands)}
    grid = problem.grid
    slots = grid.days * grid.periods_per_day
    allowed = np.zeros((len(demands), slots), np.uint8)
    suits = np.zeros((len(demands), len(problem.rooms)), np.uint8)
    for index, demand in enumerate(demands):
        for start, rooms in options.rooms[demand.id].items():
            allowed[index, _slot(problem, start)] = 1
            suits[index, [room for room in range(rooms.bit_length()) if rooms >> room & 1]] = 1
    atoms, atom_weeks = _atoms(demands, grid.weeks)
    instructors = [person.id for person in problem.instructors]
    teaches = {name: index for index, name in enumerate(instructors)}
    rivals, rival_teaches = _rivals(demands)
    siblings, sibling_days = _siblings(problem, number)
    campuses = sorted({room.campus for room in problem.rooms})
    evenings = evening_shares(problem)
    slot_starts, slot_items = _rows(list(np.nonzero(row)[0]) for row in allowed)
    room_starts, room_items = _rows(list(np.nonzero(row)[0]) for row in suits)
    atom_starts, atom_items = _rows(atoms)
    rival_starts, rival_items = _rows(rivals)
    sibling_starts, sibling_items = _rows(siblings)
    mate_starts, mate_items = _rows(_mates(demands))
    weights = problem.weights
    arrays = Arrays(
        days=grid.days,
        periods_per_day=grid.periods_per_day,
        movable=_ints(
            index
            for index in range(len(demands))
            if allowed[index].sum() > 1 or suits[index].sum() > 1
        ),
        periods=_ints(demand.periods for demand in demands),
        load=_ints(load(demand) for demand in demands),
        weeks=np.array([demand.weeks for demand in demands], np.int64),
        instructor=_ints(
            NOBODY if demand.instructor is None else teaches[demand.instructor]
            for demand in demands
        ),
        slot_starts=slot_starts,
        slot_items=slot_items,
        room_starts=room_starts,
        room_items=room_items,
        allowed=allowed,
        suits=suits,
        slot_cost=_slot_costs(problem, demands, allowed),
        room_cost=_room_costs(problem, demands),
        atom_starts=atom_starts,
        atom_items=atom_items,
        atom_weeks=_ints(atom_weeks),
        rival_starts=rival_starts,
        rival_items=rival_items,
        rival_teaches=np.array(rival_teaches, np.uint8),
        sibling_starts=sibling_starts,
        sibling_items=sibling_items,
        sibling_days=_ints(sibling_days),
        mate_starts=mate_starts,
        mate_items=mate_items,
        room_campus=_ints(campuses.index(room.campus) for room in problem.rooms),
        room_taken=_room_taken(problem),
        too_short=_too_short(problem, campuses),
        most_per_day=_ints(
            NO_LIMIT if person.most_per_day is None else person.most_per_day
            for person in problem.instructors
        ),
        comfortable=problem.comfortable_periods,
        day_share=_ints(fair_shares(problem).values()),
        evening=np.array(
            [period in grid.evening for period in range(1, grid.periods_per_day + 1)], np.uint8
        ),
        evening_share=_ints(evenings.get(name, 0) for name in instructors),
        idle=_ints(_idle(mask) for mask in range(1 << grid.periods_per_day)),
        weight_uneven=weights.uneven_days,
        weight_neighbouring=weights.neighbouring_days,
        weight_long=weights.long_days,
        weight_idle=weights.idle_periods,
        weight_evening=weights.evening_share,
        weight_rooms=weights.room_changes,
    )
    names_of_rooms = tuple(room.id for room in problem.rooms)
    return Compiled(arrays, tuple(demand.id for demand in demands), names_of_rooms)


def _slot(problem: Problem, start: Start) -> int:
    return (start[0] - 1) * problem.grid.periods_per_day + start[1] - 1


def _atoms(demands: list[Demand], weeks: int) -> tuple[list[list[int]], list[int]]:
    """The atoms of each demand, and the number of weeks of each atom."""
    members: dict[tuple[int, ...], list[int]] = defaultdict(list)
    patterns = sorted({demand.weeks for demand in demands})
    for week in range(weeks):
        key = tuple(pattern for pattern in patterns if pattern >> week & 1)
        if key:
            members[key].append(week)
    inside = {
        pattern: [index for index, key in enumerate(members) if pattern in key]
        for pattern in patterns
    }
    return [inside[demand.weeks] for demand in demands], [len(found) for found in members.values()]


def _rivals(demands: list[Demand]) -> tuple[list[list[int]], list[bool]]:
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, demand in enumerate(demands):
        if demand.instructor is not None:
            sharing["instructor", demand.instructor].append(index)
        for group in set(demand.groups):
            sharing["group", group].append(index)
    found: list[dict[int, bool]] = [{} for _ in demands]
    for (kind, _), members in sharing.items():
        for one in members:
            for other in members:
                if one != other and demands[one].weeks & demands[other].weeks:
                    found[one][other] = found[one].get(other, False) or kind == "instructor"
    return [list(row) for row in found], [flag for row in found for flag in row.values()]


def _siblings(problem: Problem, number: dict[str, int]) -> tuple[list[list[int]], list[int]]:
    found: list[dict[int, int]] = [{} for _ in number]
    for (one, other), days in days_apart(problem).items():
        if one in number and other in number:
            found[number[one]][number[other]] = found[number[other]][number[one]] = days
    return [list(row) for row in found], [days for row in found for days in row.values()]


def _mates(demands: list[Demand]) -> list[list[int]]:
    by_class: dict[str, list[int]] = defaultdict(list)
    for index, demand in enumerate(demands):
        by_class[demand.teaching_class].append(index)
    return [
        [other for other in by_class[demand.teaching_class] if other != index]
        for index, demand in enumerate(demands)
    ]


def _slot_costs(problem: Problem, demands: list[Demand], allowed: Flags) -> Ints:
    costs = np.zeros(allowed.shape, np.int32)
    before = {place.demand: place for place in problem.near}
    weights, per_day = problem.weights, problem.grid.periods_per_day
    for index, demand in enumerate(demands):
        person = problem.instructor_by_id.get(demand.instructor or "")
        unwanted = person.unwanted if person is not None else ()
        place = before.get(demand.id)
        for slot in np.nonzero(allowed[index])[0]:
            day, start = int(slot) // per_day + 1, int(slot) % per_day + 1
            periods = unwanted_periods(demand, day, start, unwanted) if unwanted else 0
            far = 0 if place is None else distance(place, day=day, start=start)
            costs[index, slot] = weights.unwanted_times * periods + weights.moved * far
    return costs


def _room_costs(problem: Problem, demands: list[Demand]) -> Ints:
    before = {place.demand: place.room for place in problem.near}
    seats = np.array([room.capacity for room in problem.rooms], np.int64)
    costs = np.zeros((len(demands), len(problem.rooms)), np.int32)
    for index, demand in enumerate(demands):
        costs[index] = problem.weights.spare_seats * np.maximum(0, seats - demand.size)
        if demand.id in before:
            same = [room.id == before[demand.id] for room in problem.rooms]
            costs[index] += problem.weights.moved * (1 - np.array(same, np.int64))
    return costs


def _room_taken(problem: Problem) -> Masks:
    slots = problem.grid.days * problem.grid.periods_per_day
    taken = np.zeros((len(problem.rooms), slots), np.int64)
    for index, room in enumerate(problem.rooms):
        for time in room.unavailable:
            taken[index, _slot(problem, (time.day, time.period))] |= time.weeks
    return taken


def _too_short(problem: Problem, campuses: list[str]) -> Flags:
    periods = problem.grid.periods_per_day
    found = np.zeros((len(campuses), len(campuses), periods, periods), np.uint8)
    for travel in problem.travel:
        if len(travel.campuses) == 2 and travel.campuses <= {*campuses}:
            one, other = (campuses.index(campus) for campus in travel.campuses)
            for last, then in travel.too_short:
                found[one, other, last - 1, then - 1] = found[other, one, last - 1, then - 1] = 1
    return found


def _idle(mask: int) -> int:
    if mask == 0:
        return 0
    first = (mask & -mask).bit_length()
    return mask.bit_length() - first + 1 - mask.bit_count()


def _ints(values: Iterable[int]) -> Ints:
    return np.array(list(values), dtype=np.int32)


def _rows(rows: Iterable[Sequence[int]]) -> tuple[Ints, Ints]:
    lists = [list(row) for row in rows]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in lists])]).astype(np.int32)
    return starts, _ints(item for row in lists for item in row)
