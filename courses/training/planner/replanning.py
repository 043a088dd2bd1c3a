"""Mends a plan after a cancellation, with the fewest changes.

Everybody stays who can. Those concerned are given what has room; only where that fails CP-SAT may
move colleagues of theirs, each at a price that no gain outweighs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from courses.training.planner.changes import Changes, apply_changes
from courses.training.planner.checking import check
from courses.training.planner.compiling import Compiled, compile_problem
from courses.training.planner.greedy import patterns_with_room
from courses.training.planner.ledger import Covers, Ledger, Pattern
from courses.training.planner.planning import WrongPlan
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Cancelled, Phase, Plan, Progress
from courses.training.planner.reasons import explain, is_hopeless
from courses.training.planner.settling import apply_answer, build_task
from courses.training.planner.timing import Clock
from courses.training.planner.validation import InvalidProblem, defects
from courses.training.planner.workers import Stopped, Work, Worker
from courses.training.planner.writing import write_plan

MOVED = 5_000
COVER_CHANGED = 100


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


def replan(
    problem: Problem,
    current: Plan,
    changes: Changes = Changes(),  # noqa: B008 — it is frozen
    *,
    seconds: float = 3.0,
    seed: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Replanned:
    """``current`` is a plan of ``problem``, which may have changed since beyond ``changes``.

    What a change costs is ``weights.moved`` and ``weights.covers_changed``, or 5,000 and 100 where
    they are 0. The bound counts no changes. Raises as `planning.plan` does.
    """
    clock = Clock(seconds=seconds, progress=progress, cancelled=cancelled)
    clock.tell(Phase.READING)
    problem = _as_it_stands(problem, current, changes)
    if found := defects(problem):
        raise InvalidProblem(found)
    compiled = compile_problem(problem)
    pricing = Pricing(compiled)
    ledger = Ledger(compiled)
    before = _Before(problem, compiled, current)
    concerned = _keep_who_can(ledger, before)
    clock.note(ledger.cost(), float("-inf"), ledger.placed, compiled.people)
    clock.tell(Phase.ASSIGNING)
    prices = Prices.none(compiled)
    charged = pricing.charges(prices)
    left = [person for person in concerned if not _put(ledger, pricing, charged, person)]
    nobody = Ledger(compiled, covering_fixed=False)
    left = [person for person in left if not is_hopeless(compiled, nobody, person)]
    if left:
        clock.tell(Phase.COVERING)
        _ask_colleagues(ledger, pricing, charged, before, left, clock, seed)
    clock.note(ledger.cost(), float("-inf"), ledger.placed, compiled.people)
    unplaced = explain(problem, compiled, ledger)
    plan = write_plan(
        problem,
        compiled,
        ledger,
        unplaced=unplaced,
        bound=pricing.bound(prices),
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
        bystanders=tuple(
            names[person]
            for person, pattern in before.goes.items()
            if person not in concerned and ledger.goes[person] != pattern
        ),
        covers_changed=tuple(
            cover.meeting for cover in plan.covers if had.get(cover.meeting, cover) != cover
        ),
    )


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


class _Before:
    """The plan that stands, in the numbers of the changed problem.

    ``goes`` are patterns of those who need them still; who lost a session is in ``lost``.
    """

    def __init__(self, problem: Problem, compiled: Compiled, current: Plan) -> None:
        people = {person.id: index for index, person in enumerate(problem.people)}
        sessions = {session.id: index for index, session in enumerate(problem.sessions)}
        teaching = compiled.teaching
        self.weights = problem.weights
        self.goes: dict[int, Pattern] = {}
        self.lost: list[int] = []
        found: dict[int, list[str]] = defaultdict(list)
        for one in current.nominations:
            if one.person in people and not compiled.done[people[one.person]]:
                index = people[one.person]
                if one.session not in problem.people[index].fixed:
                    found[index].append(one.session)
                else:
                    found[index] += []
        for person, names in found.items():
            kept = [sessions[name] for name in names if name in sessions]
            if len(kept) < len(names) or not names:
                self.lost.append(person)
            else:
                kept.sort(key=lambda one: int(teaching.first_day[one]))
                self.goes[person] = tuple(kept)
        meetings = {name: index for index, name in enumerate(teaching.names)}
        substitutes = {name: index for index, name in enumerate(teaching.substitutes)}
        slots = {name: index for index, name in enumerate(teaching.slots)}
        self.covers: Covers = {}
        for cover in current.covers:
            meeting = meetings.get(cover.meeting)
            if meeting is None:
                continue
            who = substitutes.get(cover.substitute, -1) if cover.substitute is not None else -1
            slot = slots.get(cover.slot, -1) if cover.slot is not None else -1
            for option in range(int(teaching.begins[meeting]), int(teaching.begins[meeting + 1])):
                if (teaching.substitute[option], teaching.slot[option]) == (who, slot):
                    self.covers[meeting] = option

    def is_allowed(self, compiled: Compiled, person: int) -> bool:
        """Whether the pattern still meets the cycle, leaving others aside."""
        pattern, eligible = self.goes[person], compiled.eligibility
        if not all(eligible.open[person, s] for s in pattern):
            return False
        if len(pattern) == 1:
            return bool(eligible.single[person, pattern[0]])
        kind = eligible.kind_of_pairs[person]
        return len(pattern) == 2 and kind >= 0 and bool(eligible.pairs[kind][pattern])


def _keep_who_can(ledger: Ledger, before: _Before) -> list[int]:
    """Those who can't keep what they had; longest without training last to go."""
    compiled = ledger.compiled
    concerned = list(before.lost)
    later = []
    order = sorted(before.goes, key=lambda one: -int(compiled.home_cost[one]))
    for person in order:
        pattern = before.goes[person]
        if not before.is_allowed(compiled, person) or not ledger.has_room(person, pattern):
            concerned.append(person)
            continue
        missed = ledger.missed(person, pattern)
        if all(
            meeting in before.covers and ledger.is_free(before.covers[meeting], meeting)
            for meeting in missed
        ) and not any(
            ledger.stands.get((person, day)) for s in pattern for day in ledger.days_of(s)
        ):
            ledger.put_with(person, pattern, before.covers)
        else:
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


def _ask_colleagues(
    ledger: Ledger,
    pricing: Pricing,
    charged: np.ndarray,
    before: _Before,
    left: list[int],
    clock: Clock,
    seed: int,
) -> None:
    compiled = ledger.compiled
    with Worker(Work.COVERS, compiled) as worker:
        for institution in sorted({int(compiled.institution[person]) for person in left}):
            members = np.flatnonzero(compiled.institution == institution).tolist()
            task = build_task(ledger, pricing, charged, members, seconds=1.0, effort=1.0, seed=seed)
            task = replace(
                task,
                people=tuple(
                    replace(
                        one,
                        patterns=tuple(
                            (pattern, cost + before.weights.moved * (pattern != one.now))
                            for pattern, cost in one.patterns
                        ),
                    )
                    for one in task.people
                ),
                options={
                    meeting: tuple(
                        (
                            option,
                            price
                            + before.weights.covers_changed
                            * (ledger.covers.get(meeting, option) != option),
                        )
                        for option, price in options
                    )
                    for meeting, options in task.options.items()
                },
            )
            try:
                worker.ask(task)
                answer = worker.answer(clock.cancelled)
            except Stopped:
                return
            if answer is not None:
                apply_answer(ledger, answer)
        clock.cpu_elsewhere, clock.megabytes_elsewhere = worker.cpu_seconds, worker.megabytes
