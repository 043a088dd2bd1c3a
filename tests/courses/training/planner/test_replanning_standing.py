"""A plan that stands is mended after more has changed than is said to have changed."""

import pytest

from courses.training.planner import Changes, check, replan
from courses.training.planner.problem import Cover, Owed, Substitute
from courses.training.planner.proposal import Cost, Nomination, Plan, Reason, Unplaced
from tests.courses.training.planner.problems import (
    goes,
    meeting,
    person,
    problem,
    session,
    slot,
)


def standing(*nominations, covers=(), unplaced=()):
    return Plan(
        nominations=tuple(Nomination(*one) for one in nominations),
        covers=covers,
        unplaced=unplaced,
        cost=Cost(),
        total=0,
        bound=0,
        most_placed=0,
    )


def again(given, current, changes=Changes()):  # noqa: B008 — it is frozen
    found = replan(given, current, changes, seconds=60)
    assert check(found.problem, found.plan) == []
    return found


def test_who_was_in_no_plan_gets_what_has_room():
    runs = (session("S1", seats=3), session("S2", first=14, seats=3))
    given = problem(people=(person("P1"), person("P2")), sessions=runs)
    found = again(given, standing(("P1", "S2")))
    assert goes(found.plan) >= {("P1", "S2")}
    assert {who for who, _ in goes(found.plan)} == {"P1", "P2"}
    assert (found.concerned, found.bystanders) == ((), ())


def test_colleague_makes_room_for_who_was_in_no_plan():
    stuck = person("P1", attended=frozenset({"G2"}))
    sessions = (session("S1", seats=1), session("S3", first=28, seats=1, programme="G2"))
    found = again(problem(people=(stuck, person("P2")), sessions=sessions), standing(("P2", "S1")))
    assert goes(found.plan) == {("P1", "S1"), ("P2", "S3")}
    assert found.bystanders == ("P2",)


def test_who_was_left_out_takes_what_becomes_free_and_nobody_moves_for_them():
    stuck = person("P1", attended=frozenset({"G2"}))
    sessions = (session("S1", seats=1), session("S3", first=28, seats=1, programme="G2"))
    given = problem(people=(stuck, person("P2")), sessions=sessions)
    left_out = standing(("P2", "S1"), unplaced=(Unplaced("P1", Reason.FULL, alone=False),))
    assert goes(again(given, left_out).plan) == {("P2", "S1")}
    withdrawn = Changes(withdrawn=frozenset({"P2"}))
    assert goes(again(given, left_out, withdrawn).plan) == {("P1", "S1")}


def test_who_only_has_what_is_fixed_had_to_give_up_nothing():
    owing = person("P1", owed=Owed(2), fixed=("S1",))
    runs = (session("S1"), session("S2", first=14, programme="G2"))
    found = again(problem(people=(owing,), sessions=runs), standing(("P1", "S1", True)))
    assert goes(found.plan) == {("P1", "S1"), ("P1", "S2")}
    assert found.concerned == ()


@pytest.mark.parametrize(
    ("second", "limits"),
    [
        (meeting("M2", on=1, candidates=("X1", "X2")), (Substitute("X1", 3),)),
        (meeting("M2", on=0, periods=(2, 3), candidates=("X1", "X2")), ()),
    ],
    ids=["more periods than allowed by now", "two at once by now"],
)
def test_covers_that_do_not_go_together_any_more_change(second, limits):
    first = meeting("M1", on=0, candidates=("X1", "X2"))
    given = problem(meetings=(first, second), substitutes=limits)
    found = again(given, standing(("P1", "S1"), covers=(Cover("M1", "X1"), Cover("M2", "X1"))))
    assert {one.substitute for one in found.plan.covers} == {"X1", "X2"}
    assert found.concerned == ()
    assert len(found.covers_changed) == 1


def test_what_was_to_be_made_up_on_a_day_that_is_now_training_is_covered_otherwise():
    missed = meeting("M1", on=1, candidates=("X1",), make_ups=("Q1",))
    given = problem(meetings=(missed,), make_up_slots=(slot("Q1", on=3),))
    current = standing(("P1", "S1"), covers=(Cover("M1", slot="Q1"),))
    found = again(given, current, Changes(sessions=(session(first=1),)))
    assert found.plan.covers == (Cover("M1", "X1"),)


def test_plan_that_says_everything_twice_is_read_once():
    given = problem(people=(person("P1"),), meetings=(meeting(candidates=("X1", "X2")),))
    covers = (Cover("M1", "X2"), Cover("M1", "X1"))
    found = again(given, standing(("P1", "S1"), ("P1", "S1"), covers=covers))
    assert (found.concerned, found.covers_changed) == ((), ())
    assert found.plan.covers == (Cover("M1", "X1"),)
