"""The parts of a plan's cost, each by a plan that has nothing else."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.timetable.solver.cost import Costing, load, measure, points, total
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Grid, Instructor, Room, Weights
from courses.timetable.solver.solution import Cost
from courses.timetable.weeks import even_weeks, every_week, odd_weeks

from .problems import demand, problem, small_problems

WEEK = Grid(days=3, periods_per_day=6, weeks=4)
HALL = Room("hall", "east", 30)
LAB = Room("lab", "east", 30)


def plan(*places, **fields):
    """One demand for each (day, start, room), of one instructor and of classes of their own."""
    own = fields.pop("own", {})
    names = "ABCDE"[: len(places)]
    demands = [
        demand(name, instructor="T1", **({"teaching_class": name} | own.get(name, {})))
        for name in names
    ]
    given = problem(*demands, grid=fields.pop("grid", WEEK), rooms=(HALL, LAB), **fields)
    return given, [Placement(name, *place) for name, place in zip(names, places, strict=True)]


def cost_of(*places, **fields):
    return measure(*plan(*places, **fields))


def test_waiting_between_two_classes_of_a_day_is_counted_in_every_week():
    assert cost_of((1, 1, "hall"), (1, 4, "hall")).idle_periods == 2 * 4


def test_no_one_waits_for_a_class_of_other_weeks():
    own = {"A": {"weeks": odd_weeks(1, 4)}, "B": {"weeks": even_weeks(1, 4)}}
    assert cost_of((1, 1, "hall"), (1, 4, "hall"), own=own).idle_periods == 0


def test_unwanted_times_are_counted_in_the_weeks_in_which_they_are_unwanted():
    person = Instructor("T1", unwanted=(BusyTime(1, 2, odd_weeks(1, 4)),))
    cost = cost_of((1, 1, "hall"), instructors=(person,), own={"A": {"periods": 2}})
    assert cost.unwanted_times == 2


def test_a_time_that_is_unwanted_twice_is_counted_once():
    twice = (BusyTime(1, 1, every_week(1, 4)), BusyTime(1, 1, odd_weeks(1, 4)))
    person = Instructor("T1", unwanted=twice)
    assert cost_of((1, 1, "hall"), instructors=(person,)).unwanted_times == 4


def test_evenings_beyond_a_fair_share_are_counted():
    # A third of all open periods are evenings: of 12 periods taught 4 are fair, here are 8.
    grid = replace(WEEK, evening=frozenset({5, 6}))
    cost = cost_of((1, 5, "hall"), (2, 5, "hall"), (3, 1, "hall"), grid=grid)
    assert cost.evening_share == 4


def test_every_room_of_a_class_beyond_the_first_is_counted():
    own = {name: {"teaching_class": "C"} for name in "ABC"}
    cost = cost_of((1, 1, "hall"), (2, 1, "lab"), (3, 1, "hall"), own=own)
    assert cost.room_changes == 1


def test_a_day_longer_than_comfortable_is_counted_by_its_fullest_week():
    own = {"B": {"weeks": odd_weeks(1, 4)}}
    cost = cost_of((1, 1, "hall"), (1, 2, "hall"), own=own, comfortable_periods=1)
    assert cost.long_days == 1


@pytest.mark.parametrize(
    ("day", "start", "room", "moved"),
    [(1, 1, "hall", 0), (1, 3, "hall", 1), (3, 3, "hall", 3), (2, 1, "lab", 3)],
)
def test_distance_from_the_plan_before_grows_with_the_days(day, start, room, moved):
    before = (Placement("A", 1, 1, "hall"), Placement("gone", 1, 1, "hall"))
    assert cost_of((day, start, room), near=before).moved == moved


def test_a_weekend_that_only_one_class_may_use_is_never_too_full():
    workdays = {"allowed_days": frozenset({1, 2})}
    own = {"A": workdays, "B": workdays, "C": {"allowed_days": frozenset({3})}}
    assert cost_of((1, 1, "hall"), (2, 1, "hall"), (3, 1, "hall"), own=own).uneven_days == 0


def test_points_are_what_the_parts_count():
    cost, weights = Cost(idle_periods=3, moved=2), Weights(idle_periods=5, moved=7)
    assert points(cost, weights)["idle_periods"] == 15
    assert sum(points(cost, weights).values()) == total(cost, weights) == 29


@given(small_problems(), st.data())
def test_moving_one_demand_changes_only_the_costs_around_it(given, data):
    def placed(one):
        day = data.draw(st.integers(1, given.grid.days))
        return Placement(one.id, day, data.draw(st.integers(1, 2)), given.rooms[0].id)

    places = {one.id: placed(one) for one in given.demands}
    one = data.draw(st.sampled_from(given.demands))
    moved = {**places, one.id: placed(one)}
    costing = Costing.of(given)
    around = costing.around(one)
    near = {other.id for other in around.problem.demands}
    elsewhere = dict.fromkeys(range(1, given.grid.days + 1), 0)
    for name, place in places.items():
        if name not in near:
            elsewhere[place.day] += load(given.demand_by_id[name])

    def partly(plan):
        mine = [place for name, place in plan.items() if name in near]
        return total(around.measure(mine, elsewhere=elsewhere), given.weights)

    def wholly(plan):
        return total(costing.measure(plan.values()), given.weights)

    assert partly(moved) - partly(places) == wholly(moved) - wholly(places)
