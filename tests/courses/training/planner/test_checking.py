"""The judge finds every rule that is broken and every figure that is wrong."""

from dataclasses import replace

import pytest

from courses.training.planner import check, plan
from courses.training.planner.problem import (
    Budget,
    Cover,
    Department,
    DepartmentQuota,
    Owed,
    Programme,
    Quota,
    Span,
)
from courses.training.planner.proposal import Nomination
from courses.training.planner.violations import ViolationKind
from tests.courses.training.planner.problems import (
    day,
    meeting,
    person,
    problem,
    session,
    slot,
)

TWO = (person("P1"), person("P2"))


def kinds(problem, plan):
    return {violation.kind for violation in check(problem, plan)}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"sessions": (session(seats=1),)}, ViolationKind.OVER_SEATS),
        ({"quotas": (Quota("I1", "S1", most=1),)}, ViolationKind.OVER_QUOTA),
        ({"department_quotas": (DepartmentQuota("D1", "S1", 1),)}, ViolationKind.OVER_QUOTA),
        ({"departments": (Department("D1", "I1", 1),)}, ViolationKind.OVER_DEPARTMENT_LIMIT),
        ({"sessions": (session(grant=1),), "budgets": (Budget(1),)}, ViolationKind.OVER_BUDGET),
        (
            {"sessions": (session(price=1),), "budgets": (Budget(1, "I1", 2026, 2026),)},
            ViolationKind.OVER_BUDGET,
        ),
        ({"programmes": (Programme("G1", frozenset({"x"})),)}, ViolationKind.NOT_ADMITTED),
        (
            {"programmes": (Programme("G1", requires=frozenset({"G2"})), Programme("G2"))},
            ViolationKind.PREREQUISITE_MISSING,
        ),
        ({"people": (replace(TWO[0], forbidden=frozenset({"S1"})), TWO[1])}, "forbidden"),
        ({"people": (replace(TWO[0], attended=frozenset({"G1"})), TWO[1])}, "attended_before"),
        ({"people": (replace(TWO[0], unavailable=(Span(day(0), day(0)),)), TWO[1])}, "unavailable"),
        ({"people": (replace(TWO[0], owed=Owed(2)), TWO[1])}, ViolationKind.TOO_LITTLE),
        ({"people": (replace(TWO[0], owed=Owed(0)), TWO[1])}, ViolationKind.TOO_MUCH),
        ({"meetings": (meeting(),)}, ViolationKind.NOT_COVERED),
    ],
)
def test_a_plan_of_easier_rules_is_refused(fields, kind):
    easy = problem(people=TWO)
    found = plan(easy, steps=1)
    assert check(easy, found) == []
    assert kind in kinds(replace(easy, **fields), found)


def test_sessions_too_near_to_each_other_are_found():
    runs = (session("S1"), session("S2", first=5, programme="G2"))
    easy = problem(people=(person(owed=Owed(2)),), sessions=runs)
    found = plan(easy, steps=1)
    assert ViolationKind.TOO_NEAR in kinds(replace(easy, days_between=3), found)


def covered(**covers):
    """P1 goes to S1, and M1 and M2 are covered as given."""
    given = problem(
        people=(person("P1", fixed=("S1",)), person("P2", fixed=("S1",))),
        meetings=(
            meeting("M1", candidates=("X1", "P2"), make_ups=("Q1", "Q2", "Q3")),
            meeting("M2", on=0, of="P2", candidates=("X1",), make_ups=("Q1", "Q3")),
        ),
        make_up_slots=(slot("Q1"), slot("Q2", on=2), slot("Q3", takes=("C1",)), slot("Q4", on=9)),
    )
    found = plan(given, steps=1)
    return given, replace(found, covers=tuple(covers.values()), uncovered=())


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({"substitute": "X1"}, {"substitute": "X1"}, ViolationKind.AT_TWO_PLACES),
        ({"substitute": "P2"}, {"slot": "Q1"}, ViolationKind.SUBSTITUTE_AWAY),
        ({"substitute": "X9"}, {"slot": "Q1"}, ViolationKind.NOT_A_CANDIDATE),
        ({"slot": "Q1"}, {"slot": "Q1"}, ViolationKind.SLOT_USED_TWICE),
        ({"slot": "Q3"}, {"slot": "Q1"}, ViolationKind.SLOTS_CLASH),
        ({"slot": "Q2"}, {"substitute": "X1"}, ViolationKind.MADE_UP_WHILE_AWAY),
        ({"slot": "Q4"}, {"substitute": "X1"}, ViolationKind.NOT_A_SLOT),
    ],
)
def test_wrong_covers_are_found(first, second, kind):
    given, found = covered(a=Cover("M1", **first), b=Cover("M2", **second))
    assert kind in kinds(given, found)


def test_forgotten_people_and_wrong_figures_are_found():
    easy = problem(people=TWO)
    found = plan(easy, steps=1)
    assert kinds(easy, replace(found, nominations=())) >= {
        ViolationKind.UNACCOUNTED,
        ViolationKind.WRONG_COST,
    }
    assert kinds(easy, replace(found, total=found.total - 1)) >= {ViolationKind.WRONG_COST}
    assert kinds(easy, replace(found, bound=found.total + 1)) == {ViolationKind.BELOW_BOUND}
    assert kinds(easy, replace(found, most_placed=1)) == {ViolationKind.BELOW_BOUND}
    twice = (*found.nominations, found.nominations[0])
    assert ViolationKind.NOMINATED_TWICE in kinds(easy, replace(found, nominations=twice))
    unknown = (*found.nominations, Nomination("P9", "S1"))
    assert kinds(easy, replace(found, nominations=unknown)) == {ViolationKind.UNKNOWN}


def test_a_fixed_nomination_that_is_lost_is_found():
    easy = problem(people=TWO)
    found = plan(easy, steps=1)
    held = problem(
        people=(person("P1", fixed=("S2",)), person("P2")),
        sessions=(session(), session("S2", first=14)),
    )
    assert ViolationKind.FIXED_LOST in kinds(held, found)
