"""One institution by CP-SAT: its people's sessions and who covers what, chosen together.

This is the only module that loads ortools; it runs in a process of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, TypeAlias

from ortools.sat.python import cp_model

from courses.training.planner.compiling import Compiled
from courses.training.planner.tasks import Answer, CoverTask

Literal: TypeAlias = Any  # ortools has no types for us


@dataclass
class _Uses:
    """What is taken, by what takes it: literals with their amounts."""

    of: dict[object, list[tuple[Literal, int]]]

    def add(self, key: object, literal: Literal, amount: int = 1) -> None:
        self.of[key].append((literal, amount))


def settle(compiled: Compiled, task: CoverTask) -> Answer | None:
    """The best choice found for the people of the task; None if there is none in the time."""
    model = cp_model.CpModel()
    teaching = compiled.teaching
    chosen: dict[tuple[int, int], Literal] = {}
    missing: dict[int, list[Literal]] = defaultdict(list)
    away: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    uses = _Uses(defaultdict(list))
    cost: list[tuple[Literal, int]] = []
    for one in task.people:
        home = compiled.institution[one.person]
        department = compiled.department[one.person]
        literals = []
        for number, (pattern, price) in enumerate(one.patterns):
            literal = model.new_bool_var("")
            chosen[one.person, number] = literal
            literals.append(literal)
            cost.append((literal, price))
            if pattern == one.now:
                model.add_hint(literal, 1)
            for session in pattern:
                uses.add(("seat", session), literal)
                uses.add(("most", home, session), literal)
                if department >= 0:
                    for day in compiled.days[:, session].nonzero()[0].tolist():
                        uses.add(("away", int(department), day), literal)
                for span in compiled.years[:, session].nonzero()[0].tolist():
                    money = int(compiled.money[one.person, session])
                    uses.add(("budget", home, span), literal, money)
                    uses.add(("province", span), literal, int(compiled.grant[session]))
                for day in range(
                    int(teaching.first_day[session]), int(teaching.last_day[session]) + 1
                ):
                    away[one.person, day].append(literal)
                for meeting in range(
                    int(teaching.lowest[one.person, session]),
                    int(teaching.highest[one.person, session]),
                ):
                    missing[meeting].append(literal)
        model.add_exactly_one(literals)
    covered: dict[int, dict[int, Literal]] = {}
    for meeting, literals in missing.items():
        covered[meeting] = {}
        for option, price in task.options[meeting]:
            literal = model.new_bool_var("")
            covered[meeting][option] = literal
            cost.append((literal, price))
            _use_option(compiled, uses, meeting, option, literal)
            who, day = int(teaching.substitute[option]), int(teaching.day[meeting])
            if who < 0:
                who = int(teaching.person[meeting])
                day = int(teaching.slot_day[teaching.slot[option]])
            for gone in away.get((who, day), ()):
                model.add_at_most_one([literal, gone])
        model.add(sum(covered[meeting].values()) == sum(literals))
    leaving = [
        chosen[one.person, number]
        for one in task.people
        if one.person in task.stay
        for number, (pattern, _) in enumerate(one.patterns)
        if pattern != task.stay[one.person]
    ]
    if len(task.stay) > task.most_leaving:
        model.add(sum(leaving) <= task.most_leaving)
    _limit(model, compiled, task, uses, cost)
    model.minimize(sum(literal * price for literal, price in cost))

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = task.seed
    solver.parameters.cp_model_presolve = task.presolve
    solver.parameters.max_time_in_seconds = task.seconds
    solver.parameters.max_deterministic_time = task.effort
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Answer(
        patterns={
            one.person: next(
                pattern
                for number, (pattern, _) in enumerate(one.patterns)
                if solver.boolean_value(chosen[one.person, number])
            )
            for one in task.people
        },
        covers={
            meeting: option
            for meeting, options in covered.items()
            for option, literal in options.items()
            if solver.boolean_value(literal)
        },
        optimal=status == cp_model.OPTIMAL,
    )


def _use_option(
    compiled: Compiled, uses: _Uses, meeting: int, option: int, literal: Literal
) -> None:
    teaching = compiled.teaching
    who, slot = int(teaching.substitute[option]), int(teaching.slot[option])
    if who >= 0:
        day, periods = int(teaching.day[meeting]), int(teaching.periods[meeting])
        uses.add(("extra", who), literal, int(teaching.count[meeting]))
    else:
        who = int(teaching.person[meeting])
        day, periods = int(teaching.slot_day[slot]), int(teaching.slot_periods[slot])
        uses.add(("slot", slot), literal)
    for period in range(periods.bit_length()):
        if periods >> period & 1:
            uses.add(("busy", who, day, period), literal)
            if slot >= 0:
                for what in teaching.taken_by(slot):
                    uses.add(("taken", what, day, period), literal)


def _limit(
    model: cp_model.CpModel,
    compiled: Compiled,
    task: CoverTask,
    uses: _Uses,
    cost: list[tuple[Literal, int]],
) -> None:
    for key, used in uses.of.items():
        kind = key[0] if isinstance(key, tuple) else key
        if kind in ("slot", "busy", "taken"):
            if len(used) > 1:
                model.add_at_most_one(literal for literal, _ in used)
            continue
        limit = task.left[key]
        if sum(amount for _, amount in used) > limit:
            model.add(sum(literal * amount for literal, amount in used) <= limit)
        if kind == "most":
            share = task.share[key]
            if len(used) > share:
                beyond = model.new_int_var(0, len(used), "")
                model.add(sum(literal for literal, _ in used) - share <= beyond)
                cost.append((beyond, compiled.crowding_cost))
