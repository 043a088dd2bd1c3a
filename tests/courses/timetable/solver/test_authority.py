"""Dates on which an instructor may not teach: no place of the search costs a meeting by them."""

import pytest

from courses.timetable.solver.checker import Violation, ViolationKind, check, check_placements
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, DayWeeks, Grid, Instructor, Room
from courses.timetable.solver.search import solve
from courses.timetable.solver.solution import UnplacedReason
from courses.timetable.solver.validation import DefectKind, defects
from courses.timetable.weeks import every_week

from .problems import demand, problem

# The right ends with Monday of week 3: Tuesday of week 3 is the first day without it.
LAPSE = (DayWeeks(1, every_week(4, 4)), DayWeeks(2, every_week(3, 4)))


def lapsing(meetings, *others, days=LAPSE, **fields):
    return problem(
        demand("A", instructor="T1", meetings=meetings),
        *others,
        **{"instructors": (Instructor("T1", unauthorised=days),)} | fields,
    )


@pytest.mark.parametrize(
    ("meetings", "days"),
    [(2, {1, 2}), (3, {1}), (4, set()), (0, {1, 2})],
)
def test_days_that_leave_enough_meetings_are_open(meetings, days):
    given = lapsing(meetings)
    right = {day for day in (1, 2) if not check_placements(given, [Placement("A", day, 1, "R1")])}
    assert right == days
    solution = solve(given, workers=1, seconds=20)
    assert check(given, solution) == []
    assert {place.day for place in solution.placements} <= days
    assert len(solution.placements) == bool(days)


def test_checker_names_the_first_week_that_is_lost():
    (found,) = check_placements(lapsing(3), [Placement("A", 2, 1, "R1")])
    assert found == Violation(ViolationKind.INSTRUCTOR_UNAUTHORISED, ("A",), "T1", 3, 2, 1)


def test_reason_counts_the_meetings_of_the_best_day():
    (entry,) = solve(lapsing(4), workers=1, seconds=20).unplaced
    assert (entry.reason, entry.resources) == (UnplacedReason.NOT_AUTHORISED, ("T1",))
    assert (entry.needed, entry.available) == (4, 3)


def test_holiday_after_the_lapse_costs_nothing():
    grid = Grid(days=2, periods_per_day=2, weeks=4, untaught=(DayWeeks(1, every_week(4, 4)),))
    given = lapsing(4, grid=grid)
    assert check_placements(given, [Placement("A", 1, 1, "R1")]) == []
    assert {place.day for place in solve(given, workers=1, seconds=20).placements} == {1}


def test_start_from_a_day_without_authority_is_left():
    given = lapsing(3, near=(Placement("A", 2, 1, "R1"),))
    assert {place.day for place in solve(given, workers=1, seconds=20).placements} == {1}


def test_conflict_by_the_days_that_are_left_is_proven():
    busy = (BusyTime(1, 2, 1),)
    given = lapsing(
        3,
        demand("B", allowed_days=frozenset({1})),
        rooms=(Room("R1", "east", 50, busy),),
    )
    solution = solve(given, workers=1, seconds=20)
    assert len(solution.placements) == 1
    assert solution.most_placed_proven
    assert solution.unplaced[0].reason != UnplacedReason.NOT_PROVEN


def test_days_and_meetings_that_make_no_sense_are_defects():
    given = lapsing(-1, days=(DayWeeks(3, 1),))
    assert [found.kind for found in defects(given)] == [
        DefectKind.BUSY_OUTSIDE_GRID,
        DefectKind.NEGATIVE_MEETINGS,
    ]
