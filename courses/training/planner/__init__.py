"""Plans rotation training (轮训): who goes to which session, and who teaches meanwhile.

Plain Python: imports no Django. `problem` and `proposal` are the model, `planning.plan` makes a
plan, `replanning.replan` mends one, `checking.check` is the judge that shares no code with them.
HiGHS and ortools can't be loaded in one process; the caller's loads neither.
"""

from courses.training.planner.changes import Changes
from courses.training.planner.checking import check
from courses.training.planner.planning import plan
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Plan
from courses.training.planner.replanning import Replanned, replan

__all__ = ["Changes", "Plan", "Problem", "Replanned", "check", "plan", "replan"]
