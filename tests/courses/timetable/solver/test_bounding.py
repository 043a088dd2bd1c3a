"""A cost that no plan is below."""

from hypothesis import HealthCheck, assume, given, settings

from courses.timetable.solver.bounding import bound_by_days
from courses.timetable.solver.budget import Budget
from courses.timetable.solver.cost import total
from courses.timetable.solver.options import find_options
from courses.timetable.solver.problem import Grid, Instructor, Room, Weights
from courses.timetable.solver.search import solve

from .problems import demand, problem, small_problems


def bound_of(given):
    options = find_options(given)
    budget = Budget(seconds=60, effort=None, workers=1, seed=1, progress=None, cancelled=None)
    return bound_by_days(given, options, options.rooms, budget, until=1.0)


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(small_problems())
def test_no_plan_of_all_demands_is_below_the_bound(given):
    found = solve(given, seed=1, workers=1, seconds=60, effort=2)
    assume(found.placements and not found.unplaced)
    assert bound_of(given) <= total(found.cost, given.weights)


def test_class_longer_than_the_share_of_any_day_is_known_to_cost():
    """Two days share what one meeting takes as a whole: the school of the demonstration."""
    given = problem(
        demand(periods=2), grid=Grid(days=2, periods_per_day=2, weeks=4), rooms=(Room("R", "", 30),)
    )
    solution = solve(given, seed=1, workers=1, seconds=10)
    cost = total(solution.cost, given.weights)
    assert bound_of(given) == cost == solution.bound


def test_long_days_that_limits_leave_no_way_around_are_counted():
    demands = [
        demand(f"D{number}", instructor="T", teaching_class=f"C{number}") for number in "123"
    ]
    given = problem(
        *demands,
        grid=Grid(days=2, periods_per_day=3, weeks=4),
        rooms=(Room("R", "", 30),),
        instructors=(Instructor("T", most_per_day=2),),
        weights=Weights(uneven_days=0),
        comfortable_periods=1,
    )
    assert bound_of(given) == Weights().long_days


def test_neighbouring_days_of_a_week_of_two_days_are_counted():
    given = problem(
        demand("D1", apart_from=("D2",)),
        demand("D2"),
        rooms=(Room("R", "", 30),),
    )
    assert bound_of(given) == Weights().neighbouring_days


def test_plan_that_reaches_the_bound_ends_the_search():
    given = problem(demand("D1", size=20), rooms=(Room("R", "", 30),))
    solution = solve(given, seed=1, workers=1, seconds=30)
    assert total(solution.cost, given.weights) == solution.bound
    assert solution.settled
    assert solution.wall_seconds < 30
