"""Classes added to a plan: never a clash, nothing moved that could stay."""

import itertools
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.timetable.solver.checker import ViolationKind, check_placements
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import (
    BusyTime,
    DayWeeks,
    Demand,
    Grid,
    Group,
    Instructor,
    Problem,
    Room,
    Travel,
)
from courses.timetable.solver.repair.weekly import add_demands, new_violations
from courses.timetable.solver.repair.weekly_problem import (
    WeeklyEmphasis,
    WeeklyProblem,
    WeeklyRepair,
)

FEWEST, ROOMS, PLEASANT = WeeklyEmphasis
EVERY, ODD, EVEN = 0b1111, 0b0101, 0b1010


def demand(key: str, **values: object) -> Demand:
    given = {
        "teaching_class": f"C{key}",
        "groups": (f"G{key}",),
        "instructor": f"T{key}",
        "periods": 1,
        "weeks": EVERY,
        "size": 50,
    } | values
    return Demand(key, **given)  # type: ignore[arg-type] — given by name


def plan(
    demands: list[Demand],
    placed: list[Placement],
    *,
    days: int = 1,
    periods: int = 2,
    rooms: tuple[Room, ...] = (Room("R1", "east", 60),),
    **values: object,
) -> WeeklyProblem:
    of_problem = {key: values.pop(key) for key in ("travel",) if key in values}
    instructors = values.pop("instructors", None) or tuple(
        Instructor(key) for key in sorted({str(one.instructor) for one in demands})
    )
    given = Problem(
        grid=Grid(days=days, periods_per_day=periods, weeks=4),
        demands=tuple(demands),
        rooms=rooms,
        instructors=instructors,  # type: ignore[arg-type] — given by name
        groups=tuple(Group(key) for key in sorted({g for one in demands for g in one.groups})),
        **of_problem,  # type: ignore[arg-type] — given by name
    )
    there = {place.demand for place in placed}
    return WeeklyProblem(
        problem=given,
        placed=tuple(placed),
        added=tuple(one.id for one in demands if one.id not in there),
        **values,  # type: ignore[arg-type] — given by name
    )


def test_free_time_moves_nobody() -> None:
    given = plan([demand("1"), demand("new")], [Placement("1", 1, 1, "R1")])
    found = add_demands(given, FEWEST)
    assert found.places == (Placement("new", 1, 2, "R1"),)
    assert (found.moved, found.unplaced) == ((), ())


def test_another_gives_way_where_it_must() -> None:
    # The new class can only meet in the first period, where the other one sits.
    new = demand("new", allowed_starts=frozenset({1}))
    given = plan([demand("1"), new], [Placement("1", 1, 1, "R1")])
    found = add_demands(given, FEWEST)
    assert set(found.places) == {Placement("new", 1, 1, "R1"), Placement("1", 1, 2, "R1")}
    assert found.moved == ("1",)


def test_chain_of_two_gives_way() -> None:
    new = demand("new", allowed_starts=frozenset({1}))
    one = demand("1", allowed_starts=frozenset({1, 2}))
    given = plan(
        [one, demand("2"), new],
        [Placement("1", 1, 1, "R1"), Placement("2", 1, 2, "R1")],
        periods=3,
    )
    found = add_demands(given, FEWEST)
    assert set(found.moved) == {"1", "2"}
    assert not found.unplaced


def test_locked_time_stays_though_the_new_class_has_no_place() -> None:
    new = demand("new", allowed_starts=frozenset({1}))
    given = plan([demand("1"), new], [Placement("1", 1, 1, "R1")], fixed=frozenset({"1"}))
    for emphasis in WeeklyEmphasis:
        assert add_demands(given, emphasis).unplaced == ("new",)


def test_rooms_only_keeps_the_times_of_others() -> None:
    rooms = (Room("R1", "east", 60), Room("R2", "east", 50))
    big = demand("new", size=60, allowed_starts=frozenset({1}))
    given = plan([demand("1"), big], [Placement("1", 1, 1, "R1")], rooms=rooms)
    assert set(add_demands(given, ROOMS).places) == {
        Placement("new", 1, 1, "R1"),
        Placement("1", 1, 1, "R2"),
    }
    alone = replace(given, problem=replace(given.problem, rooms=rooms[:1]))
    assert add_demands(alone, ROOMS).unplaced == ("new",)
    assert not add_demands(alone, FEWEST).unplaced


def test_nobody_is_put_or_moved_where_meetings_would_lack_authority() -> None:
    """Both instructors may teach on Mondays only: no room is left, and nobody leaves Monday."""
    lapsed = (DayWeeks(2, 0b1000),)
    demands = [demand("1", meetings=4), demand("new", meetings=4)]
    people = tuple(Instructor(key, unauthorised=lapsed) for key in ("T1", "Tnew"))
    given = plan(demands, [Placement("1", 1, 1, "R1")], days=2, periods=1, instructors=people)
    for emphasis in WeeklyEmphasis:
        assert add_demands(given, emphasis).unplaced == ("new",)
    assert new_violations(
        given, WeeklyRepair(FEWEST, (Placement("new", 2, 1, "R1"),), (), (), 0, True, 0)
    )
    enough = replace(
        given,
        weeks_on={("1", 2): 0b0111},
        problem=replace(given.problem, demands=(replace(demands[0], meetings=3), demands[1])),
    )
    assert add_demands(enough, FEWEST).moved == ("1",)


def test_pleasant_moves_others_for_a_better_time() -> None:
    given = plan(
        [demand("1", weeks=0b1), demand("new")],
        [Placement("1", 1, 1, "R1")],
        late=frozenset({2}),
    )
    assert not add_demands(given, FEWEST).moved
    assert set(add_demands(given, PLEASANT).places) == {
        Placement("new", 1, 1, "R1"),
        Placement("1", 1, 2, "R1"),
    }


def test_closed_times_take_nothing_new() -> None:
    given = plan([demand("1"), demand("new")], [Placement("1", 1, 1, "R1")])
    given = replace(given, closed=frozenset({(1, 2)}))
    assert add_demands(given, FEWEST).unplaced == ("new",)


def test_weeks_of_another_day_are_those_that_count() -> None:
    # On day 2 the new class would meet in weeks 1 and 2, when the room is taken.
    given = plan(
        [demand("1", weeks=0b11), demand("2"), demand("new", weeks=0b1100)],
        [Placement("1", 2, 1, "R1"), Placement("2", 1, 1, "R1")],
        days=2,
        periods=1,
        weeks_on={("new", 2): 0b11},
        fixed=frozenset({"1", "2"}),
    )
    assert add_demands(given, FEWEST).unplaced == ("new",)
    free = replace(given, weeks_on={})
    assert add_demands(free, FEWEST).places == (Placement("new", 2, 1, "R1"),)


@pytest.mark.parametrize(
    "limits", [{"most_per_day": 1}, {"most_per_week": 1}, {"unavailable": (BusyTime(1, 2, 0b1),)}]
)
def test_limits_of_the_instructor_hold(limits: dict[str, object]) -> None:
    both = [demand("1", instructor="T"), demand("new", instructor="T")]
    given = plan(
        both,
        [Placement("1", 1, 1, "R1")],
        instructors=(Instructor("T", **limits),),  # type: ignore[arg-type] — given by name
        fixed=frozenset({"1"}),
    )
    assert add_demands(given, FEWEST).unplaced == ("new",)


def test_nobody_is_sent_to_another_campus_without_time() -> None:
    both = [demand("1", instructor="T"), demand("new", instructor="T", campus="west")]
    rooms = (Room("R1", "east", 60), Room("R2", "west", 60))
    travel = (Travel(frozenset({"east", "west"}), frozenset({(1, 2), (2, 3)})),)
    given = plan(
        both,
        [Placement("1", 1, 1, "R1")],
        periods=3,
        rooms=rooms,
        travel=travel,
        fixed=frozenset({"1"}),
    )
    assert add_demands(given, FEWEST).places == (Placement("new", 1, 3, "R2"),)


def test_second_weekly_time_lies_on_another_day() -> None:
    pair = [demand("1", apart_from=("new",)), demand("new", apart_from=("1",))]
    given = plan(pair, [Placement("1", 1, 1, "R1")], days=2, fixed=frozenset({"1"}))
    (place,) = add_demands(given, FEWEST).places
    assert place.day == 2


def test_moved_lock_is_seen_by_the_checker() -> None:
    given = plan([demand("1")], [Placement("1", 1, 1, "R1")], fixed=frozenset({"1"}))
    outcome = WeeklyRepair(FEWEST, (Placement("1", 1, 2, "R1"),), ("1",), (), 0, True, 0.0)
    assert [found.kind for found in new_violations(given, outcome)] == [ViolationKind.LOCK_MOVED]


@st.composite
def small_plans(draw: st.DrawFn) -> WeeklyProblem:
    """Up to four demands that are placed without a clash, and one more, on two days."""
    rooms = (Room("R1", "east", 60), Room("R2", "east", 40))
    demands, placed = [], []
    for number in range(draw(st.integers(1, 5))):
        one = demand(
            str(number),
            groups=(f"G{draw(st.integers(1, 2))}",),
            instructor=f"T{draw(st.integers(1, 2))}",
            weeks=draw(st.sampled_from([EVERY, ODD, EVEN])),
            size=draw(st.sampled_from([30, 50])),
        )
        place = Placement(
            one.id,
            draw(st.integers(1, 2)),
            draw(st.integers(1, 2)),
            draw(st.sampled_from(["R1", "R2"])),
        )
        with_it = plan([*demands, one], [*placed, place], days=2, rooms=rooms)
        if number and check_placements(with_it.problem, with_it.placed):
            continue
        demands.append(one)
        if number:
            placed.append(place)
    return plan(demands, placed, days=2, rooms=rooms)


def every_way(given: WeeklyProblem) -> Iterator[int]:
    """For each plan without a clash that places everything: how many others it moved."""
    every = list(itertools.product((1, 2), (1, 2), ("R1", "R2")))
    for chosen in itertools.product(every, repeat=len(given.problem.demands)):
        placements = [
            Placement(one.id, *place)
            for one, place in zip(given.problem.demands, chosen, strict=True)
        ]
        if not check_placements(given.problem, placements):
            yield len({*placements} - {*given.placed}) - len(given.added)


@settings(max_examples=40, deadline=None)
@given(small_plans())
def test_as_few_move_as_in_any_plan(given: WeeklyProblem) -> None:
    found = add_demands(given, FEWEST)
    assert new_violations(given, found) == []
    fewest = min(every_way(given), default=None)
    assert bool(found.unplaced) == (fewest is None)
    if fewest is not None:
        assert bool(found.moved) == bool(fewest)


@settings(max_examples=30, deadline=None)
@given(small_plans(), st.sampled_from(WeeklyEmphasis))
def test_nothing_clashes_whatever_is_asked(given: WeeklyProblem, emphasis: WeeklyEmphasis) -> None:
    found = add_demands(given, emphasis)
    after = {place.demand: place for place in (*given.placed, *found.places)}
    assert check_placements(given.problem, after.values()) == []
    assert {*after} | {*found.unplaced} == {one.id for one in given.problem.demands}
