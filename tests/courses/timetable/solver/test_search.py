"""The search: right, complete on small problems, repeatable, and clear about what it can't do."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings

from courses.timetable.solver.budget import Stage
from courses.timetable.solver.checker import check, check_placements
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Grid, Instructor, Room
from courses.timetable.solver.sample import sample_problem
from courses.timetable.solver.search import solve
from courses.timetable.solver.solution import UnplacedReason
from courses.timetable.solver.validation import DefectKind, InvalidProblem
from courses.timetable.weeks import even_weeks, every_week, odd_weeks

from .problems import demand, problem, small_problems

random_problems = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)


def most_that_fit(given):
    """The greatest number of demands that any plan places, by trying all plans."""
    grid = given.grid
    places = list(product(range(1, grid.days + 1), range(1, grid.periods_per_day + 1), given.rooms))
    fits = [
        [
            place
            for day, start, room in places
            if not check_placements(given, [place := Placement(one.id, day, start, room.id)])
        ]
        for one in given.demands
    ]

    def most(index, chosen, best):
        if len(chosen) + len(fits) - index <= best:
            return best
        if index == len(fits):
            return len(chosen)
        for place in fits[index]:
            if not check_placements(given, [*chosen, place]):
                best = most(index + 1, [*chosen, place], best)
        return most(index + 1, chosen, best)

    return most(0, [], -1)


@random_problems
@given(small_problems())
def test_solve_returns_only_plans_that_the_checker_accepts(given):
    solution = solve(given, workers=1, seconds=20)
    assert check(given, solution) == []


@random_problems
@given(small_problems(most_demands=4))
def test_solve_places_as_many_as_any_plan_can(given):
    solution = solve(given, workers=1, seconds=20)
    assert len(solution.placements) == most_that_fit(given)
    assert solution.most_placed_proven


@random_problems
@given(small_problems(most_demands=4))
def test_solve_gives_conflicts_that_no_plan_can_place(given):
    solution = solve(given, workers=1, seconds=20)
    for entry in solution.unplaced:
        assert entry.reason != UnplacedReason.NOT_PROVEN
        members = {entry.demand, *entry.conflicting}
        part = replace(
            given,
            demands=tuple(
                replace(one, apart_from=tuple(set(one.apart_from) & members))
                for one in given.demands
                if one.id in members
            ),
        )
        assert most_that_fit(part) < len(members)


def test_solve_gives_the_same_plan_for_the_same_seed():
    given = sample_problem(classes=12)
    plans = [solve(given, seed=5, workers=1, effort=2.0, seconds=60) for _ in range(2)]
    assert plans[0].placements == plans[1].placements


def test_solve_places_a_school_of_thirty_classes_without_soft_cost_on_days():
    given = sample_problem(classes=30)
    solution = solve(given, workers=2, seconds=20)
    assert len(solution.placements) == len(given.demands)
    assert solution.most_placed_proven
    assert solution.cost.uneven_days == solution.cost.neighbouring_days == 0


def test_solve_lets_odd_and_even_weeks_share_one_time_and_room():
    given = problem(
        demand("A", weeks=odd_weeks(1, 4), instructor="T1"),
        demand("B", weeks=even_weeks(1, 4), instructor="T1"),
        grid=Grid(days=1, periods_per_day=1, weeks=4),
    )
    assert len(solve(given, workers=1).placements) == 2


def test_solve_chooses_the_smaller_room_for_the_smaller_class():
    given = problem(
        demand("A", size=30),
        grid=Grid(days=1, periods_per_day=1, weeks=4),
        rooms=(Room("big", "east", 200), Room("small", "east", 30)),
    )
    assert solve(given, workers=1).placements[0].room == "small"


def test_solve_keeps_locked_placements_and_places_the_rest_around_them():
    lock = Placement("A", 2, 2, "R1")
    given = problem(*(demand(name, instructor="T1") for name in "ABCD"), locked=(lock,))
    solution = solve(given, workers=1)
    assert lock in solution.placements
    assert len(solution.placements) == 4


def test_solve_keeps_locks_even_when_there_is_no_time():
    lock = Placement("A", 2, 2, "R1")
    given = problem(demand("A"), demand("B"), locked=(lock,))
    solution = solve(given, workers=1, seconds=0)
    assert solution.placements == (lock,)
    assert solution.unplaced[0].reason == UnplacedReason.NOT_PROVEN
    assert not solution.most_placed_proven


def test_solve_refuses_locks_that_contradict_each_other():
    locks = (Placement("A", 1, 1, "R1"), Placement("B", 1, 1, "R1"))
    with pytest.raises(InvalidProblem) as caught:
        solve(problem(demand("A"), demand("B"), locked=locks))
    assert caught.value.defects[0].kind == DefectKind.WRONG_LOCK
    assert caught.value.defects[0].violation.demands == ("A", "B")


def test_solve_stops_when_cancelled_and_keeps_the_locks():
    lock = Placement("A", 1, 1, "R1")
    given = problem(demand("A"), demand("B"), locked=(lock,))
    solution = solve(given, cancelled=lambda: True)
    assert solution.stopped
    assert solution.placements == (lock,)


def test_solve_reports_progress_that_rises_to_a_hundred():
    heard = []
    solve(
        sample_problem(classes=6),
        workers=1,
        progress=lambda percent, stage, _: heard.append((percent, stage)),
    )
    percents = [percent for percent, _ in heard]
    assert percents == sorted(percents)
    assert heard[-1] == (100, Stage.DONE)


def test_solve_of_an_empty_problem_places_nothing():
    solution = solve(problem())
    assert solution.placements == solution.unplaced == ()


def only_reason(given):
    solution = solve(given, workers=1, seconds=20)
    assert len(solution.unplaced) == 1
    return solution.unplaced[0]


def test_unplaced_says_that_no_run_of_periods_is_open():
    entry = only_reason(problem(demand(periods=3)))
    assert (entry.reason, entry.needed) == (UnplacedReason.NO_START, 3)


def test_unplaced_says_that_no_room_is_large_enough():
    rooms = (Room("E", "east", 50), Room("W", "west", 500))
    entry = only_reason(problem(demand(size=80, campus="east"), rooms=rooms))
    assert (entry.reason, entry.needed, entry.available) == (UnplacedReason.NO_ROOM, 80, 50)


def test_unplaced_says_that_the_instructor_is_never_free():
    always = tuple(BusyTime(day, period, 1) for day in (1, 2) for period in (1, 2))
    given = problem(demand(instructor="T1"), instructors=(Instructor("T1", always),))
    entry = only_reason(given)
    assert (entry.reason, entry.resources) == (UnplacedReason.NO_COMMON_TIME, ("T1",))


def test_unplaced_says_that_the_rooms_are_taken_at_all_times():
    always = tuple(BusyTime(day, period, 1) for day in (1, 2) for period in (1, 2))
    entry = only_reason(problem(demand(), rooms=(Room("R1", "east", 50, always),)))
    assert (entry.reason, entry.resources) == (UnplacedReason.NO_ROOM_AT_FREE_TIMES, ("R1",))


def test_unplaced_says_that_the_instructor_has_more_demand_than_periods():
    rooms = (Room("R1", "east", 50), Room("R2", "east", 50))
    given = problem(*(demand(name, instructor="T1") for name in "ABCDE"), rooms=rooms)
    entry = only_reason(given)
    assert (entry.reason, entry.resources) == (UnplacedReason.INSTRUCTOR_OVERLOADED, ("T1",))
    assert (entry.needed, entry.available, entry.week) == (5, 4, 1)


def test_unplaced_says_that_the_group_has_more_demand_than_periods():
    rooms = (Room("R1", "east", 50), Room("R2", "east", 50))
    entry = only_reason(problem(*(demand(name, groups=("G1",)) for name in "ABCDE"), rooms=rooms))
    assert (entry.reason, entry.resources) == (UnplacedReason.GROUP_OVERLOADED, ("G1",))


def test_unplaced_says_that_the_rooms_have_more_demand_than_periods():
    given = problem(
        *(demand(name, size=45) for name in "ABCDE"),
        rooms=(Room("R1", "east", 50), Room("R2", "east", 40)),
    )
    entry = only_reason(given)
    assert (entry.reason, entry.resources) == (UnplacedReason.ROOMS_OVERLOADED, ("R1",))
    assert (entry.needed, entry.available, entry.week) == (5, 4, 1)


def test_unplaced_gives_the_smallest_conflicting_set():
    early = frozenset({1})
    given = problem(
        demand("A", instructor="T1", allowed_starts=early),
        demand("B", instructor="T1", allowed_starts=early),
        demand("C", instructor="T1", allowed_starts=early),
        demand("other", instructor="T1"),
        rooms=(Room("R1", "east", 50), Room("R2", "east", 50)),
        locked=(Placement("A", 1, 1, "R1"), Placement("B", 2, 1, "R1")),
    )
    entry = only_reason(given)
    assert (entry.demand, entry.reason) == ("C", UnplacedReason.CONFLICT)
    assert entry.conflicting == ("A", "B")
    assert entry.smallest
    assert entry.resources == ("T1",)


def test_solve_finds_rooms_where_counting_rooms_is_not_enough():
    # At each moment two rooms are free, yet none over both periods but R1.
    rooms = (
        Room("R1", "east", 50),
        Room("R2", "east", 50, (BusyTime(1, 2, every_week(1, 4)),)),
        Room("R3", "east", 50, (BusyTime(1, 1, every_week(1, 4)),)),
    )
    grid = Grid(days=1, periods_per_day=2, weeks=4)
    given = problem(demand("A", periods=2), demand("B", periods=2), rooms=rooms, grid=grid)
    solution = solve(given, workers=1)
    assert len(solution.placements) == 1
    assert solution.most_placed_proven
