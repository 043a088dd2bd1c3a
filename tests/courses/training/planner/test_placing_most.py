"""On tiny provinces no plan at all places more people than the planner's."""

from dataclasses import replace
from itertools import product

from hypothesis import HealthCheck, assume, given, settings

from courses.training.planner import check, plan
from courses.training.planner.measuring import meets_cycle, misses
from courses.training.planner.problem import Cover
from courses.training.planner.violations import ViolationKind
from tests.courses.training.planner.problems import every_choice, problems

NOT_RULES = {ViolationKind.WRONG_COST, ViolationKind.BELOW_BOUND, ViolationKind.UNACCOUNTED}


def met(problem, nominations):
    return sum(
        meets_cycle(
            person,
            [problem.session_by_id[one.session] for one in nominations if one.person == person.id],
        )
        for person in problem.people
    )


def is_possible(problem, plan, nominations):
    """Whether all that is missed can be covered so that no rule is broken."""
    missed = sorted(misses(problem, nominations))
    options = [
        [
            *(Cover(name, substitute=c.substitute) for c in problem.meeting_by_id[name].candidates),
            *(Cover(name, slot=slot) for slot in problem.meeting_by_id[name].make_ups),
        ]
        for name in missed
    ]
    return any(
        {
            violation.kind
            for violation in check(
                problem, replace(plan, nominations=nominations, covers=covers, uncovered=())
            )
        }
        <= NOT_RULES
        for covers in product(*options)
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
@given(problems())
def test_no_plan_places_more(problem):
    assume(len(problem.people) <= 3)
    problem = replace(problem, people=tuple(replace(person, fixed=()) for person in problem.people))
    found = plan(problem, steps=1)
    placed = len(problem.people) - len(found.unplaced)
    for nominations in every_choice(problem):
        if met(problem, nominations) > placed:
            assert not is_possible(problem, found, nominations), nominations
