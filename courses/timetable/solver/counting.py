"""What plain counting proves: a resource is asked for more periods in a week than it has."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import reduce
from operator import or_

from courses.timetable.solver.options import Options, RoomSet
from courses.timetable.solver.problem import Demand, Instructor, Problem
from courses.timetable.solver.solution import Unplaced, UnplacedReason
from courses.timetable.solver.times import active_together


def overloads(problem: Problem, options: Options) -> dict[str, Unplaced]:
    """For each demand that has a part in an overload, the first one found.

    Instructors are looked at before groups, groups before rooms, few rooms before many.
    """
    demands = [problem.demand_by_id[name] for name in options.rooms]
    reaches = {demand.id: reach(options, demand.id) for demand in demands}
    found: dict[str, Unplaced] = {}
    for week, names in active_together(demands):
        active = [demand for demand in demands if demand.id in names]
        for instructor, taught in _by_instructor(active).items():
            person = problem.instructor_by_id[instructor]
            need, have = _periods(taught), _open_to(person, _supply(options, taught))
            reason = UnplacedReason.INSTRUCTOR_OVERLOADED
            if person.most_per_week is not None and need > person.most_per_week:
                have, reason = person.most_per_week, UnplacedReason.OVER_WEEKLY_LIMIT
            if need > have:
                _note(found, reason, taught, (instructor,), need, have, week)
        for group, attended in _by_group(active).items():
            if (need := _periods(attended)) > (have := len(_supply(options, attended))):
                reason = UnplacedReason.GROUP_OVERLOADED
                _note(found, reason, attended, (group,), need, have, week)
        for rooms in sorted(set(reaches.values()), key=lambda mask: (mask.bit_count(), mask)):
            confined = [demand for demand in active if not reaches[demand.id] & ~rooms]
            supply = _supply(options, confined)
            have = sum(free.bit_count() for free in supply.values())
            if (need := _periods(confined)) > have:
                ids = tuple(
                    room.id for index, room in enumerate(problem.rooms) if rooms >> index & 1
                )
                reason = UnplacedReason.ROOMS_OVERLOADED
                _note(found, reason, confined, ids, need, have, week)
    return found


def fewest_left_out(problem: Problem, options: Options) -> int:
    """How many demands find no place at least, for want of their instructors' time alone."""
    demands = [problem.demand_by_id[name] for name in options.rooms]
    most: dict[str, int] = defaultdict(int)
    for _, names in active_together(demands):
        active = [demand for demand in demands if demand.id in names]
        for instructor, taught in _by_instructor(active).items():
            person = problem.instructor_by_id[instructor]
            have = _open_to(person, _supply(options, taught))
            if person.most_per_week is not None:
                have = min(have, person.most_per_week)
            left_out, need = 0, _periods(taught)
            for periods in sorted((demand.periods for demand in taught), reverse=True):
                if need <= have:
                    break
                left_out, need = left_out + 1, need - periods
            most[instructor] = max(most[instructor], left_out)
    return sum(most.values())


def _open_to(person: Instructor, supply: dict[tuple[int, int], RoomSet]) -> int:
    """Periods that one person can teach, no day beyond the limit of a day."""
    by_day = Counter(day for day, _ in supply)
    if person.most_per_day is None:
        return by_day.total()
    return sum(min(periods, person.most_per_day) for periods in by_day.values())


def reach(options: Options, demand: str) -> RoomSet:
    """All rooms that the demand could use at one start or another."""
    return reduce(or_, options.rooms[demand].values())


def _by_instructor(demands: list[Demand]) -> dict[str, list[Demand]]:
    shared: dict[str, list[Demand]] = defaultdict(list)
    for demand in demands:
        if demand.instructor is not None:
            shared[demand.instructor].append(demand)
    return shared


def _by_group(demands: list[Demand]) -> dict[str, list[Demand]]:
    shared: dict[str, list[Demand]] = defaultdict(list)
    for demand in demands:
        for group in set(demand.groups):
            shared[group].append(demand)
    return shared


def _note(
    found: dict[str, Unplaced],
    reason: UnplacedReason,
    rivals: list[Demand],
    resources: tuple[str, ...],
    needed: int,
    available: int,
    week: int,
) -> None:
    members = sorted(rival.id for rival in rivals)
    for member in members:
        if member not in found:
            found[member] = Unplaced(
                member,
                reason,
                conflicting=tuple(other for other in members if other != member),
                resources=resources,
                needed=needed,
                available=available,
                week=week,
            )


def _periods(demands: list[Demand]) -> int:
    return sum(demand.periods for demand in demands)


def _supply(options: Options, demands: list[Demand]) -> dict[tuple[int, int], RoomSet]:
    """For each day and period that one of the demands could use, the rooms it could use."""
    supply: dict[tuple[int, int], RoomSet] = {}
    for demand in demands:
        for (day, first), rooms in options.rooms[demand.id].items():
            for period in range(first, first + demand.periods):
                supply[day, period] = supply.get((day, period), 0) | rooms
    return supply
