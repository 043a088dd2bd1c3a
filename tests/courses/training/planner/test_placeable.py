"""How many can be placed at most, when there is time and when there is none."""

from courses.training.planner.compiling import compile_problem
from courses.training.planner.ledger import Ledger
from courses.training.planner.placeable import most_placed
from courses.training.planner.reasons import explain
from courses.training.planner.timing import Clock
from tests.courses.training.planner.problems import person, problem, session

FOUR_FOR_TWO_SEATS = problem(
    sessions=(session(seats=2),), people=tuple(person(f"P{number}") for number in range(4))
)


def most_of(*, stopped: bool) -> int:
    compiled = compile_problem(FOUR_FOR_TWO_SEATS)
    unplaced = explain(FOUR_FOR_TWO_SEATS, compiled, Ledger(compiled))
    return most_placed(compiled, unplaced, stopped=lambda: stopped)


def test_seats_bound_how_many_can_be_placed() -> None:
    assert most_of(stopped=False) == 2


def test_bound_holds_where_the_time_is_up() -> None:
    assert most_of(stopped=True) == 2


def test_clock_is_out_when_the_whole_time_has_passed() -> None:
    assert Clock(seconds=0).is_out()
    assert not Clock(seconds=60).is_out()
    assert not Clock(seconds=0, steps=3).is_out(), "steps are counted, not seconds"
    assert Clock(seconds=60, cancelled=lambda: True).is_out()
