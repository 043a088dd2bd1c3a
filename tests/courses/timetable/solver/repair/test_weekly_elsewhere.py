"""Single students who would have two weekly times at once: another place goes before, but none is
forbidden, and nobody is moved for it."""

from dataclasses import replace

import pytest

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import BusyTime, Group, Room
from courses.timetable.solver.repair.weekly import add_demands
from courses.timetable.solver.repair.weekly_elsewhere import WeeklyElsewhere
from courses.timetable.solver.repair.weekly_problem import WeeklyEmphasis, WeeklyProblem
from tests.courses.timetable.solver.repair.test_weekly import EVEN, ODD, demand, plan

FEWEST, ROOMS, PLEASANT = WeeklyEmphasis
BOTH = {("C1", "Cnew"): 1}
TWO_ROOMS = (Room("R1", "east", 60), Room("R2", "east", 60))
FIRST = frozenset({1})


def beside(*, periods: int = 2, **values: object) -> WeeklyProblem:
    """Another class in the first period, and a room for the new one at the same time."""
    return plan(
        [demand("1"), demand("new")],
        [Placement("1", 1, 1, "R1")],
        periods=periods,
        rooms=TWO_ROOMS,
        **values,
    )


@pytest.mark.parametrize("emphasis", WeeklyEmphasis)
def test_time_at_which_nobody_has_another_class_goes_before(emphasis: WeeklyEmphasis) -> None:
    assert add_demands(beside(), emphasis).places[0].start == 1
    (place,) = add_demands(beside(singles=BOTH), emphasis).places
    assert place.start == 2


def test_late_period_goes_before_students_elsewhere_unless_good_times_are_wanted() -> None:
    given = beside(singles=BOTH, late=frozenset({2}))
    assert add_demands(given, FEWEST).places[0].start == 2
    assert add_demands(given, PLEASANT).places[0].start == 1


@pytest.mark.parametrize("emphasis", WeeklyEmphasis)
def test_students_keep_no_class_from_its_only_time(emphasis: WeeklyEmphasis) -> None:
    given = beside(periods=1, singles={("C1", "Cnew"): 500})
    found = add_demands(given, emphasis)
    assert (found.unplaced, found.moved) == ((), ())


@pytest.mark.parametrize("emphasis", WeeklyEmphasis)
def test_nobody_is_moved_for_single_students(emphasis: WeeklyEmphasis) -> None:
    """The other class could go to the second period, where the new one must not begin."""
    given = plan(
        [demand("1"), demand("new", allowed_starts=FIRST)],
        [Placement("1", 1, 1, "R1")],
        rooms=TWO_ROOMS,
        singles=BOTH,
    )
    assert add_demands(given, emphasis).moved == ()


def test_weeks_apart_are_no_two_times_at_once() -> None:
    given = plan(
        [demand("1", weeks=ODD), demand("new", weeks=EVEN)],
        [Placement("1", 1, 1, "R1")],
        rooms=TWO_ROOMS,
        singles=BOTH,
    )
    assert add_demands(given, FEWEST).places[0].start == 1


def test_what_the_students_own_class_has_besides_counts() -> None:
    given = beside(homes={"Cnew": {"G9": 2}})
    taken = Group("G9", (BusyTime(1, 1, 0b0011),))
    given = replace(given, problem=replace(given.problem, groups=(*given.problem.groups, taken)))
    assert add_demands(given, FEWEST).places[0].start == 2
    prices = WeeklyElsewhere(given)
    at_first, later = (
        prices.besides(Placement("new", 1, start, "R2"), {"new"}) for start in (1, 2)
    )
    assert (at_first > 0, later) == (True, 0)


def test_what_gives_way_is_not_put_where_its_students_are_elsewhere() -> None:
    """Class 1 has to leave the first period; in the second a class meets that shares students with
    it."""
    given = plan(
        [demand("1"), demand("2"), demand("new", allowed_starts=FIRST, groups=("G1",))],
        [Placement("1", 1, 1, "R1"), Placement("2", 1, 2, "R2")],
        periods=3,
        rooms=TWO_ROOMS,
        singles={("C1", "C2"): 3},
    )
    found = add_demands(given, FEWEST)
    moved = {place.demand: place.start for place in found.places}
    assert moved == {"new": 1, "1": 3}


def test_two_that_are_placed_together_count_against_each_other() -> None:
    """Class 1 has to give way, by its room or its time."""
    given = plan(
        [demand("1"), demand("new", allowed_starts=FIRST, size=60)],
        [Placement("1", 1, 1, "R1")],
        rooms=(Room("R1", "east", 60), Room("R2", "east", 50)),
    )
    assert Placement("1", 1, 1, "R2") in add_demands(given, FEWEST).places
    shared = replace(given, singles=BOTH)
    assert Placement("1", 1, 2, "R1") in add_demands(shared, FEWEST).places
    found = add_demands(shared, ROOMS)
    assert Placement("1", 1, 1, "R2") in found.places
    assert found.cost == add_demands(given, ROOMS).cost + WeeklyElsewhere(shared).of_outcome(
        found.places
    )
