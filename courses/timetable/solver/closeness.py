"""Which meetings are too close to each other: days of siblings, ways between campuses."""

from __future__ import annotations

from courses.timetable.solver.options import Start
from courses.timetable.solver.problem import Demand, Problem


def days_apart(problem: Problem) -> dict[tuple[str, str], int]:
    """How many days must lie between pairs of demands, each pair once; 1 is the next day."""
    least: dict[tuple[str, str], int] = {}
    for demand in problem.demands:
        for other in demand.apart_from:
            pair = (min(demand.id, other), max(demand.id, other))
            least[pair] = max(least.get(pair, 1), demand.days_apart)
    return dict(sorted(least.items()))


def too_short_between(
    problem: Problem, one: Demand, start: Start, other: Demand, then: Start
) -> frozenset[frozenset[str]]:
    """The pairs of campuses between which the time from one meeting to the other is too short;
    weeks are not looked at."""
    if start[0] != then[0]:
        return frozenset()
    first, second = sorted(
        ((start[1], start[1] + one.periods - 1), (then[1], then[1] + other.periods - 1))
    )
    if first[1] >= second[0]:
        return frozenset()
    gap = (first[1], second[0])
    return frozenset(way.campuses for way in problem.travel if gap in way.too_short)
