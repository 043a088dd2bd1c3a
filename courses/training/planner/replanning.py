"""Mends a plan after a cancellation, with the fewest changes."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass, replace

from courses.training.planner.changes import Changes, apply_changes
from courses.training.planner.checking import check
from courses.training.planner.compiling import compile_problem
from courses.training.planner.greedy import put_anywhere
from courses.training.planner.ledger import Ledger
from courses.training.planner.planning import WrongPlan
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Cancelled, Plan
from courses.training.planner.reasons import explain
from courses.training.planner.validation import InvalidProblem, defects
from courses.training.planner.writing import write_plan


@dataclass(frozen=True, slots=True)
class Replanned:
    """``problem`` is the problem as changed, ``plan`` its plan.

    ``concerned`` are people who had to give up a session (cancelled, moved to days that don't fit,
    a seat or quota less), ``bystanders`` those who did not and yet have other sessions now.
    ``covers_changed`` are meetings missed in both plans and covered otherwise.
    """

    problem: Problem
    plan: Plan
    concerned: tuple[str, ...]
    bystanders: tuple[str, ...]
    covers_changed: tuple[str, ...]


def replan(
    problem: Problem,
    current: Plan,
    changes: Changes = Changes(),  # noqa: B008 — it is frozen
    *,
    seconds: float = 3.0,
    seed: int = 1,
    cancelled: Cancelled | None = None,
) -> Replanned:
    """``current`` is a plan of ``problem``, which may have changed since beyond ``changes``.

    Raises InvalidProblem, WrongPlan as `planning.plan`.
    """
    began, cpu_began = time.monotonic(), time.process_time()
    problem = replace(
        apply_changes(problem, changes),
        near=tuple((one.person, one.session) for one in current.nominations),
        near_covers=current.covers,
    )
    if found := defects(problem):
        raise InvalidProblem(found)
    compiled = compile_problem(problem)
    pricing = Pricing(compiled)
    ledger = Ledger(compiled)
    people = {person.id: index for index, person in enumerate(problem.people)}
    sessions = {session.id: index for index, session in enumerate(problem.sessions)}
    before: dict[int, list[str]] = {}
    for one in current.nominations:
        if one.person in people:
            before.setdefault(people[one.person], []).append(one.session)
    concerned = []
    for person, names in before.items():
        if compiled.done[person]:
            continue
        fixed = problem.people[person].fixed
        pattern = tuple(
            sorted(
                (sessions[name] for name in names if name in sessions and name not in fixed),
                key=lambda s: problem.sessions[s].first_day,
            )
        )
        if len(pattern) < len(set(names) - set(fixed)) or not ledger.put(person, pattern):
            concerned.append(person)
    charged = pricing.charges(Prices.none(compiled))
    rows = {int(person): row for row, person in enumerate(pricing.seekers)}
    for person in concerned:
        put_anywhere(ledger, pricing, charged, rows[person])
    unplaced = explain(problem, compiled, ledger)
    plan = write_plan(
        problem,
        compiled,
        ledger,
        unplaced=unplaced,
        bound=pricing.bound(Prices.none(compiled)),
        most_placed=compiled.people - sum(1 for one in unplaced if one.alone),
        curve=(),
        first_complete=time.monotonic() - began,
        stopped=bool(cancelled and cancelled()),
        wall_seconds=time.monotonic() - began,
        cpu_seconds=time.process_time() - cpu_began,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    )
    if violations := check(problem, plan):
        raise WrongPlan(violations)
    had = {cover.meeting: cover for cover in current.covers}
    return Replanned(
        problem=problem,
        plan=plan,
        concerned=tuple(problem.people[person].id for person in concerned),
        bystanders=(),
        covers_changed=tuple(
            cover.meeting for cover in plan.covers if had.get(cover.meeting, cover) != cover
        ),
    )
