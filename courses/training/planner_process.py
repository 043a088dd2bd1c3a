"""What the planner's own process does. Imports no Django: the process begins without it."""

from typing import Any

from courses.training.planner import Problem, plan, replan
from courses.training.planner.proposal import Cost, Nomination, Plan, Reason, Unplaced


def work(problem: Problem, seconds: float, seed: int, queue: Any, stop: Any) -> None:
    """Puts ("report", Report) while it searches, and in the end ("plan", Plan) or ("error", the
    exception) into the queue."""

    try:
        if problem.near:
            mended = replan(
                problem, _plan_of(problem), seconds=seconds, seed=seed, cancelled=stop.is_set
            )
            queue.put(("plan", mended.plan))
            return
        found = plan(
            problem,
            seconds=seconds,
            seed=seed,
            progress=lambda report: queue.put(("report", report)),
            cancelled=stop.is_set,
        )
        queue.put(("plan", found))
    except Exception as error:
        queue.put(("error", error))


def _plan_of(problem: Problem) -> Plan:
    """The plan that stands, as far as the planner asks for it."""
    fixed = [
        Nomination(person.id, session, fixed=True)
        for person in problem.people
        for session in person.fixed
    ]
    near = [Nomination(person, session) for person, session in problem.near]
    return Plan(
        nominations=(*fixed, *near),
        covers=problem.near_covers,
        # Why, nobody asks any more.
        unplaced=tuple(
            Unplaced(person, Reason.FULL, alone=False) for person in sorted(problem.near_unplaced)
        ),
        cost=Cost(),
        total=0,
        bound=0,
        most_placed=0,
    )
