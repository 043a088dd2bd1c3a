"""Mends a plan after a cancellation, with the fewest changes.

Everybody stays who can. Those concerned, and who needs a session and had none, are given what has
room; only where that fails CP-SAT may move colleagues of theirs, each at a price that no gain
outweighs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from courses.training.planner.asking import Asking
from courses.training.planner.before import Before
from courses.training.planner.changes import Changes, apply_changes
from courses.training.planner.checking import check
from courses.training.planner.collector import collector_at_rest
from courses.training.planner.compiling import compile_problem
from courses.training.planner.greedy import patterns_with_room
from courses.training.planner.ledger import Ledger
from courses.training.planner.planning import WrongPlan
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Cancelled, Phase, Plan, Progress
from courses.training.planner.reasons import explain, is_hopeless
from courses.training.planner.timing import Clock
from courses.training.planner.validation import InvalidProblem, defects
from courses.training.planner.workers import Work, Worker
from courses.training.planner.writing import write_plan

MOVED = 5_000
COVER_CHANGED = 100
MOST_BYSTANDERS = 2
ASKING = 0.7  # of the time


@dataclass(frozen=True, slots=True)
class Replanned:
    """``problem`` is the problem as changed, ``plan`` its plan.

    ``concerned`` are people who had to give up a session (cancelled, moved to days that don't fit,
    a seat or quota less), ``bystanders`` those who did not and yet have other sessions now, or
    none. ``covers_changed`` are meetings missed in both plans and covered otherwise.
    """

    problem: Problem
    plan: Plan
    concerned: tuple[str, ...]
    bystanders: tuple[str, ...]
    covers_changed: tuple[str, ...]


@collector_at_rest()
def replan(
    problem: Problem,
    current: Plan,
    changes: Changes = Changes(),  # noqa: B008 — it is frozen
    *,
    seconds: float = 3.0,
    most_bystanders: int = MOST_BYSTANDERS,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Replanned:
    """``current`` is a plan of ``problem``, which may have changed since beyond ``changes``.

    What a change costs is ``weights.moved`` and ``weights.covers_changed``, or 5,000 and 100 where
    they are 0; no more than ``most_bystanders`` are moved, whatever could be gained. Who needs a
    session and is neither in ``current`` nor among its ``unplaced`` is looked for as those
    concerned are. The bound counts no changes. Raises as `planning.plan` does.
    """
    clock = Clock(seconds=seconds, progress=progress, cancelled=cancelled)
    clock.tell(Phase.READING)
    current = _said_once(current)
    problem = _as_it_stands(problem, current, changes)
    if found := defects(problem):
        raise InvalidProblem(found)
    # Its library is loaded while the problem is read; mostly nobody is left to ask it about.
    with Worker(Work.COVERS) as worker:
        pricing, ledger, before, concerned = _mend(
            problem,
            current,
            clock,
            worker,
            most_bystanders=most_bystanders,
            until=ASKING * seconds,
            seed=seed,
        )
    compiled = ledger.compiled
    clock.note(ledger.cost(), float("-inf"), ledger.placed, compiled.people)
    unplaced = explain(problem, compiled, ledger)
    plan = write_plan(
        problem,
        compiled,
        ledger,
        unplaced=unplaced,
        bound=pricing.bound(Prices.none(compiled)),
        most_placed=compiled.people - sum(1 for one in unplaced if one.alone),
        clock=clock,
    )
    if violations := check(problem, plan):
        raise WrongPlan(violations)
    clock.tell(Phase.DONE)
    names = [person.id for person in problem.people]
    had = {cover.meeting: cover for cover in current.covers}
    return Replanned(
        problem=problem,
        plan=plan,
        concerned=tuple(names[person] for person in concerned),
        bystanders=tuple(names[person] for person in before.moved(ledger, concerned)),
        covers_changed=tuple(
            cover.meeting for cover in plan.covers if had.get(cover.meeting, cover) != cover
        ),
    )


def _mend(
    problem: Problem,
    current: Plan,
    clock: Clock,
    worker: Worker,
    *,
    most_bystanders: int,
    until: float,
    seed: int,
) -> tuple[Pricing, Ledger, Before, list[int]]:
    compiled = compile_problem(problem)
    pricing = Pricing(compiled)
    ledger = Ledger(compiled)
    before = Before(problem, compiled, current)
    concerned = _keep_who_can(ledger, before)
    clock.note(ledger.cost(), float("-inf"), ledger.placed, compiled.people)
    clock.tell(Phase.ASSIGNING)
    charged = pricing.charges(Prices.none(compiled))
    asked_for = [*concerned, *before.new]
    left = [person for person in asked_for if not _put(ledger, pricing, charged, person)]
    nobody = Ledger(compiled, covering_fixed=False)
    left = [person for person in left if not is_hopeless(compiled, nobody, person)]
    if left:
        clock.tell(Phase.COVERING)
        worker.tell(compiled)
        asking = Asking(
            ledger=ledger,
            pricing=pricing,
            charged=charged,
            before=before,
            concerned=asked_for,
            most_bystanders=most_bystanders,
            until=until,
            worker=worker,
            clock=clock,
            seed=seed,
        )
        asking.ask_concerned()
        asking.ask_colleagues([person for person in left if not ledger.goes[person]])
        clock.cpu_elsewhere, clock.megabytes_elsewhere = worker.cpu_seconds, worker.megabytes
    for person in before.waiting:
        _put(ledger, pricing, charged, person)  # what nobody took, as it takes nothing from anybody
    return pricing, ledger, before, concerned


def _said_once(current: Plan) -> Plan:
    """Each seat, and of each meeting the cover that is said last."""
    seats = {(one.person, one.session): one for one in current.nominations}
    covers = {one.meeting: one for one in current.covers}
    return replace(current, nominations=tuple(seats.values()), covers=tuple(covers.values()))


def _as_it_stands(problem: Problem, current: Plan, changes: Changes) -> Problem:
    changed = apply_changes(problem, changes)
    weights = changed.weights
    return replace(
        changed,
        near=tuple(
            (one.person, one.session)
            for one in current.nominations
            if one.person in changed.person_by_id
        ),
        near_covers=current.covers,
        weights=replace(
            weights,
            moved=weights.moved or MOVED,
            covers_changed=weights.covers_changed or COVER_CHANGED,
        ),
    )


def _keep_who_can(ledger: Ledger, before: Before) -> list[int]:
    """Those who can't keep what they had; longest without training last to go."""
    compiled = ledger.compiled
    concerned = list(before.lost)
    later = []
    order = sorted(before.goes, key=lambda one: -int(compiled.home_cost[one]))
    for person in order:
        pattern = before.goes[person]
        if not before.is_allowed(compiled, person):
            concerned.append(person)
        elif not ledger.put_as(person, pattern, before.covers):
            later.append(person)
    for person in later:
        if not ledger.put(person, before.goes[person]):
            concerned.append(person)
    return sorted(concerned)


def _put(ledger: Ledger, pricing: Pricing, charged: np.ndarray, person: int) -> bool:
    """The cheapest pattern for which nobody's cover changes, or else the cheapest."""
    row = int(np.searchsorted(pricing.seekers, person))
    patterns = [pattern for _, pattern in patterns_with_room(ledger, pricing, charged, row)]
    for pattern in patterns:
        days = [day for session in pattern for day in ledger.days_of(session)]
        if not any(ledger.stands.get((person, day)) for day in days) and ledger.put(
            person, pattern
        ):
            return True
    return any(ledger.put(person, pattern) for pattern in patterns)
