"""Single students who would have two meetings at once: another place goes before, but none is
forbidden."""

from dataclasses import replace

import pytest

from courses.timetable.solver.repair.checker import check
from courses.timetable.solver.repair.cost import Prices
from courses.timetable.solver.repair.elsewhere import ANYBODY_ELSEWHERE, STUDENT_ELSEWHERE
from courses.timetable.solver.repair.problem import (
    Emphasis,
    Kind,
    Meeting,
    RepairProblem,
    Room,
    Stint,
    Width,
)
from courses.timetable.solver.repair.search import repair
from tests.courses.timetable.solver.repair.dated import STARTS, away, day, meeting, problem

HANDS = Emphasis.SAME_HANDS
BOTH = {("C1", "C2"): 1}


def other(on: int, start: int = 1, **values: object) -> Meeting:
    """Of a class in which a single student of class C1 sits too."""
    return meeting("2", on, start, person="B", room="R2", **values)


def place(given: RepairProblem, emphasis: Emphasis = HANDS) -> tuple[object, int]:
    """Where the meeting 1 goes."""
    found = repair(given, emphasis)
    (choice,) = (one for one in found.choices if one.meeting == "1")
    return choice.date, choice.start


def ill(*others: Meeting, **values: object) -> RepairProblem:
    """The instructor of meeting 1 is away on its day."""
    return problem([meeting("1", 1), *others], away=away("A", 1), **values)  # type: ignore[arg-type] — given by name


def test_time_at_which_nobody_has_another_class_goes_before() -> None:
    best = place(ill())
    assert best == (day(2), 1)
    assert place(ill(other(2))) == best, "nobody sits in both"
    assert place(ill(other(2), singles=BOTH)) == (day(2), 3)


def test_students_are_no_reason_to_cancel() -> None:
    given = ill(other(2), singles={("C1", "C2"): 500}, people="AB", dates=range(2, 3))
    given = replace(given, starts={key: frozenset({1}) for key in given.starts})
    found = repair(given, HANDS)
    assert [one.kind for one in found.choices] == [Kind.TIME]
    assert check(given, found) == []


def test_another_day_goes_before_however_late_in_the_near_days() -> None:
    busy = [
        replace(other(number, start), id=f"{number}.{start}")
        for number in range(2, 7)
        for start in STARTS
    ]
    given = ill(*busy, singles=BOTH, dates=range(2, 13), near=12)
    # The same weekday of the next week.
    assert place(given) == (day(8), 1)


def test_nobody_looks_further_than_the_near_days_for_their_sake() -> None:
    given = ill(other(2), singles=BOTH, dates=range(2, 30), near=2)
    given = replace(given, starts={key: frozenset({1}) for key in given.starts})
    found = repair(given, HANDS)
    assert (found.width, found.choices[0].date) == (Width.NEAR, day(2))


def test_substitute_goes_before_where_both_would_do() -> None:
    far = problem([meeting("1", 22), other(23)], away=away("A", 22), dates=range(23, 24), near=30)
    far = replace(far, starts={key: frozenset({1}) for key in far.starts})
    strangers = replace(
        far,
        people=tuple(replace(one, department=one.id, courses=frozenset()) for one in far.people),
    )
    assert repair(strangers, Emphasis.MIXED).choices[0].kind == Kind.TIME
    missed = replace(strangers, singles=BOTH)
    assert repair(missed, Emphasis.MIXED).choices[0].kind == Kind.SUBSTITUTE


def test_what_something_else_takes_from_single_students_counts() -> None:
    given = ill(singles_taken={("C1", day(2), 2): frozenset({"1", "2"})})
    assert place(given) == (day(2), 3)


def test_what_cannot_change_any_more_counts() -> None:
    given = ill(singles=BOTH, besides=(Stint("Z", day(2), 1, 2, "east", "C2"),))
    assert place(given) == (day(2), 3)


def test_two_that_move_together_are_kept_apart() -> None:
    """Both lose the room and could go to one time in two others."""
    rooms = tuple(Room(name, "east", 60) for name in ("R1", "R2", "R3"))
    lost = away("R1", 1)
    both = [meeting("1", 1, 1), meeting("2", 1, 3, person="B")]
    given = problem(both, rooms=rooms, lost=lost, dates=range(2, 3), singles=BOTH)
    found = repair(given, HANDS)
    times = [(one.date, one.start) for one in found.choices]
    assert len(set(times)) == 2
    at_once = [replace(one, date=day(2), start=1) for one in found.choices]
    prices = Prices.of(given, HANDS)
    free = Prices.of(replace(given, singles={}), HANDS)
    assert prices.of_repair(at_once) - free.of_repair(at_once) == (
        ANYBODY_ELSEWHERE + STUDENT_ELSEWHERE
    )


def test_clash_that_stays_where_it_was_costs_nothing() -> None:
    given = problem([meeting("1", 1), other(1)], away=away("A", 1), singles=BOTH, people="ABC")
    found = repair(given, Emphasis.SAME_TIMES)
    assert [one.kind for one in found.choices] == [Kind.SUBSTITUTE]
    assert found.cost == repair(replace(given, singles={}), Emphasis.SAME_TIMES).cost


@pytest.mark.parametrize(("begins", "start"), [(0, 3), (10_000, 1)])
def test_campuses_are_compared_by_the_clock(begins: int, start: int) -> None:
    """Periods 3 and 4 there ring while 1 and 2 do here, or much later."""
    rooms = (Room("R1", "east", 60), Room("R2", "west", 60))
    here = {period: (10 * period, 10 * period + 9) for period in range(1, 5)}
    there = {
        period: (begins + 10 * (period - 2), begins + 10 * (period - 2) + 9)
        for period in range(1, 5)
    }
    given = ill(other(2, 3), singles=BOTH, rooms=rooms, dates=range(2, 3))
    clock = {(day(2), "east"): here, (day(2), "west"): there}
    assert place(replace(given, clock=clock)) == (day(2), start)
