"""The checker sees each kind of error in a plan that was right before."""

from dataclasses import replace

import pytest

from courses.timetable.solver.checker import ViolationKind, check, check_placements
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Grid, Group, Instructor, Problem, Room
from courses.timetable.solver.solution import Cost, Solution, Unplaced, UnplacedReason
from courses.timetable.weeks import every_week, odd_weeks

from .problems import demand

RIGHT = (
    Placement("A", 1, 1, "E1"),
    Placement("B", 1, 1, "E2"),
    Placement("C", 2, 1, "W1"),
)
PROBLEM = Problem(
    grid=Grid(days=3, periods_per_day=4, weeks=4, closed=frozenset({(3, 1)})),
    demands=(
        demand("A", periods=2, instructor="T1", groups=("G1",), size=60, campus="east"),
        demand("B", periods=2, instructor="T2", groups=("G2",), campus="east"),
        demand(
            "C",
            periods=2,
            instructor="T1",
            groups=("G2",),
            weeks=odd_weeks(1, 4),
            apart_from=("A",),
            allowed_starts=frozenset({1, 2, 4}),
        ),
    ),
    rooms=(
        Room("E1", "east", 80),
        Room("E2", "east", 40, (BusyTime(2, 4, every_week(2, 2)),)),
        Room("W1", "west", 80),
    ),
    instructors=(Instructor("T1", (BusyTime(3, 2, odd_weeks(1, 4)),)), Instructor("T2")),
    groups=(Group("G1"), Group("G2", (BusyTime(3, 3, every_week(3, 3)),))),
)


def plan(*changes, unplaced=()):
    moved = {change.demand: change for change in changes}
    places = tuple(moved.get(place.demand, place) for place in RIGHT)
    return Solution(places, unplaced, Cost(0, 0, 0, 0), False, False, 0, 0)


def kinds(solution, problem=PROBLEM):
    return {violation.kind for violation in check(problem, solution)}


def test_check_finds_nothing_in_a_right_plan():
    assert check(PROBLEM, plan()) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (Placement("C", 1, 2, "W1"), {"instructor_clash", "group_clash", "same_day"}),
        (Placement("B", 1, 2, "E1"), {"room_clash"}),
        (Placement("C", 3, 2, "W1"), {"instructor_unavailable", "group_busy"}),
        (Placement("B", 2, 3, "E2"), {"room_unavailable"}),
        (Placement("A", 1, 1, "E2"), {"room_too_small", "room_clash"}),
        (Placement("A", 1, 1, "W1"), {"wrong_campus"}),
        (Placement("A", 3, 1, "E1"), {"closed_time", "instructor_unavailable"}),
        (Placement("C", 2, 3, "W1"), {"start_not_allowed"}),
        (Placement("C", 2, 4, "W1"), {"outside_grid"}),
        (Placement("A", 4, 1, "E1"), {"outside_grid"}),
        (Placement("A", 0, 1, "E1"), {"outside_grid"}),
        (Placement("A", 1, 1, "E9"), {"unknown_room"}),
    ],
)
def test_check_finds_each_kind_of_error(change, found):
    assert kinds(plan(change)) == found


def test_check_names_resource_week_and_period_of_a_clash():
    violation = next(
        entry
        for entry in check(PROBLEM, plan(Placement("C", 1, 2, "W1")))
        if entry.kind == ViolationKind.INSTRUCTOR_CLASH
    )
    assert violation.demands == ("A", "C")
    assert (violation.resource, violation.week, violation.day, violation.period) == ("T1", 1, 1, 2)


def test_check_allows_the_same_time_in_weeks_that_differ():
    even = replace(PROBLEM.demands[1], weeks=every_week(2, 2))
    problem = replace(PROBLEM, demands=(PROBLEM.demands[0], even, PROBLEM.demands[2]))
    assert kinds(plan(Placement("B", 2, 1, "W1")), problem) == {ViolationKind.WRONG_CAMPUS}


def test_check_finds_a_demand_placed_twice():
    twice = check_placements(PROBLEM, (*RIGHT, Placement("A", 3, 3, "E1")))
    assert [violation.kind for violation in twice] == [ViolationKind.PLACED_TWICE]


def test_check_finds_an_unknown_demand():
    strange = check_placements(PROBLEM, (Placement("Z", 1, 1, "E1"),))
    assert [violation.kind for violation in strange] == [ViolationKind.UNKNOWN_DEMAND]


def test_check_finds_a_forgotten_demand():
    forgetful = replace(plan(), placements=RIGHT[:2])
    assert kinds(forgetful) == {ViolationKind.UNACCOUNTED}


def test_check_finds_a_demand_both_placed_and_unplaced():
    both = plan(unplaced=(Unplaced("A", UnplacedReason.NOT_PROVEN),))
    assert kinds(both) == {ViolationKind.UNACCOUNTED}


def test_check_finds_a_moved_lock():
    problem = replace(PROBLEM, locked=(Placement("A", 1, 1, "W1"),))
    assert kinds(plan(), problem) == {ViolationKind.LOCK_MOVED}
