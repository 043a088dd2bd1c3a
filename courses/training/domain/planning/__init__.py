"""Planning rotation training (轮训): rows become the planner's problem, its answer a proposal, an
approved proposal nominations and changes of meetings."""

from courses.training.domain.planning.answering import comment_on_part, decline_seat
from courses.training.domain.planning.approving import carry_out_plan, decide_plan, scope_of_plan
from courses.training.domain.planning.expected import Expected, expected_spending
from courses.training.domain.planning.options import PlanOptions
from courses.training.domain.planning.running import make_plan
from courses.training.domain.planning.scope import Cycle, Scope

__all__ = [
    "Cycle",
    "Expected",
    "PlanOptions",
    "Scope",
    "carry_out_plan",
    "comment_on_part",
    "decide_plan",
    "decline_seat",
    "expected_spending",
    "make_plan",
    "scope_of_plan",
]
