"""A plan that stands is mended with few changes."""

import gc
from dataclasses import replace

import pytest

from courses.training.planner import Changes, check, plan, replan
from courses.training.planner.problem import Owed, Quota
from courses.training.planner.proposal import Cost, Nomination, Plan
from courses.training.planner.sample import sample_problem
from courses.training.planner.validation import InvalidProblem
from tests.courses.training.planner.problems import (
    day,
    goes,
    meeting,
    person,
    problem,
    session,
)

THREE = (person("P1"), person("P2"), person("P3"))
RUNS = (session("S1", seats=3), session("S2", first=14, seats=3))


def mended(problem, changes):
    found = replan(problem, plan(problem, steps=1), changes, seconds=60)
    assert check(found.problem, found.plan) == []
    return found


def test_those_of_a_cancelled_session_go_elsewhere_and_nobody_else_moves():
    given = problem(people=THREE, sessions=(session("S1", seats=1), session("S2", first=14)))
    found = mended(given, Changes(cancelled=frozenset({"S1"})))
    assert len(found.concerned) == 1
    assert found.bystanders == ()
    assert goes(found.plan) == {("P1", "S2"), ("P2", "S2"), ("P3", "S2")}
    assert found.plan.cost.moved == 1


def test_a_fixed_nomination_falls_with_its_session():
    given = problem(people=(person(fixed=("S1",)),), sessions=RUNS)
    found = mended(given, Changes(cancelled=frozenset({"S1"})))
    assert goes(found.plan) == {("P1", "S2")}
    assert found.concerned == ("P1",)


def test_who_withdraws_leaves_the_others_where_they_are():
    given = problem(people=THREE, sessions=RUNS)
    found = mended(given, Changes(withdrawn=frozenset({"P1"})))
    assert {who for who, _ in goes(found.plan)} == {"P2", "P3"}
    assert (found.bystanders, found.plan.unplaced) == ((), ())


def test_a_quota_that_is_cut_moves_no_more_than_it_must():
    given = problem(people=THREE, sessions=RUNS)
    found = mended(given, Changes(quotas=(Quota("I1", "S1", most=2),)))
    assert len(found.concerned) == 1
    assert found.bystanders == ()
    assert not found.plan.unplaced


def test_seats_that_are_cut_are_left_by_those_who_have_waited_least():
    people = (person("P1"), person("P2", last_trained=day(-1_500)))
    given = problem(people=people, sessions=(session(seats=2),))
    found = mended(given, Changes(sessions=(session(seats=1),)))
    assert goes(found.plan) == {("P2", "S1")}
    assert found.concerned == ("P1",)


def test_a_session_that_is_moved_keeps_those_who_can_still_go():
    given = problem(
        people=(person("P1"), person("P2")),
        sessions=RUNS,
        meetings=(meeting(on=7), meeting("M2", on=8, of="P2", candidates=("X1",))),
    )
    found = mended(given, Changes(sessions=(session("S1", first=7, seats=3),)))
    assert goes(found.plan) == {("P1", "S2"), ("P2", "S1")}
    assert found.concerned == ("P1",)


def test_a_colleague_makes_room_where_nothing_else_helps():
    attended = person("P1", attended=frozenset({"G2"}))
    given = problem(
        people=(attended, person("P2")),
        sessions=(
            session("S1", seats=1),
            session("S2", first=14, seats=1),
            session("S3", first=28, seats=1, programme="G2"),
        ),
    )
    current = plan(replace(given, sessions=given.sessions[:2]), steps=1)
    first = next(name for who, name in goes(current) if who == "P1")
    found = replan(given, current, Changes(cancelled=frozenset({first})), seconds=60)
    assert not found.plan.unplaced
    assert found.bystanders == ("P2",)
    assert check(found.problem, found.plan) == []


def test_no_more_than_the_given_number_of_bystanders_is_moved():
    """Three who can't take the seat that is free, each with a colleague who could."""
    stuck = tuple(person(f"P{n}", attended=frozenset({"G2"})) for n in (1, 2, 3))
    given = problem(
        people=(*stuck, person("P4"), person("P5"), person("P6")),
        sessions=(
            session("S1", seats=3),
            session("S2", first=14, seats=3),
            session("S3", first=28, seats=3, programme="G2"),
        ),
    )
    current = Plan(
        nominations=tuple(Nomination(f"P{n}", "S1" if n < 4 else "S2") for n in range(1, 7)),
        covers=(),
        unplaced=(),
        cost=Cost(),
        total=0,
        bound=0,
        most_placed=6,
    )
    changes = Changes(cancelled=frozenset({"S1"}))
    for most, left in ((0, 3), (1, 2), (2, 1), (3, 0)):
        found = replan(given, current, changes, seconds=60, most_bystanders=most)
        assert check(found.problem, found.plan) == []
        assert (len(found.bystanders), len(found.plan.unplaced)) == (most, left)
    assert len(replan(given, current, changes, seconds=60).bystanders) == 2


@pytest.mark.parametrize("was_at_work", [True, False])
def test_the_collector_is_as_before_when_a_plan_was_mended_or_refused(was_at_work):
    before = gc.isenabled()
    try:
        (gc.enable if was_at_work else gc.disable)()
        mended(problem(), Changes())
        assert gc.isenabled() == was_at_work
        with pytest.raises(InvalidProblem):
            plan(problem(people=(person("P1"), person("P1"))), steps=1)
        assert gc.isenabled() == was_at_work
    finally:
        (gc.enable if before else gc.disable)()


def test_who_can_go_nowhere_any_more_is_told_why():
    found = mended(problem(), Changes(cancelled=frozenset({"S1"})))
    assert [(one.person, one.alone) for one in found.plan.unplaced] == [("P1", True)]


def test_an_unknown_session_is_no_change():
    given = problem()
    with pytest.raises(KeyError):
        replan(given, plan(given, steps=1), Changes(cancelled=frozenset({"S9"})))


def test_pairs_are_kept_as_they_are():
    runs = (session("S1"), session("S2", first=14, programme="G2"), session("S3", first=28))
    given = problem(people=(person("P1", owed=Owed(2)), person("P2")), sessions=runs)
    current = plan(given, steps=1)
    found = replan(given, current, seconds=60)
    assert goes(found.plan) == goes(current)
    assert (found.concerned, found.bystanders, found.covers_changed) == ((), (), ())


def test_a_province_moves_those_concerned_and_hardly_anybody_else():
    given = sample_problem(institutions=6, staff=180, sessions=20, tightness=0.8, seed=2)
    current = plan(given, steps=1)
    names = [one.session for one in current.nominations]
    largest = max(set(names), key=names.count)
    found = replan(given, current, Changes(cancelled=frozenset({largest})), seconds=60)
    assert len(found.concerned) == names.count(largest)
    assert len(found.bystanders) <= 2
    assert len(found.covers_changed) <= 20
    assert check(found.problem, found.plan) == []
