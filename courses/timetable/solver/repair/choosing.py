"""Chooses for all meetings together: what one takes, another can't."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from courses.timetable.solver.repair.bearing import (
    Bearing,
    Span,
    spans_of,
    stint_of,
    too_far,
)
from courses.timetable.solver.repair.cost import NEW_HAND, Prices, hands
from courses.timetable.solver.repair.options import cells_of
from courses.timetable.solver.repair.problem import Cell, Choice, Kind, Stint


@dataclass(frozen=True)
class Chosen:
    choices: tuple[Choice, ...]
    proven: bool


def choose(
    options: Mapping[str, Sequence[Choice]], prices: Prices, *, effort: float, seed: int
) -> Chosen | None:
    """One choice for each meeting, the cheapest together; None: the effort was spent before any was
    found. ``effort`` is in CP-SAT's deterministic seconds, so that the same question has the same
    answer on a machine that is busy."""
    problem = prices.problem
    model = cp_model.CpModel()
    literals: list[tuple[cp_model.IntVar, Choice]] = []
    takers: dict[Cell, list[cp_model.IntVar]] = defaultdict(list)
    meetings: dict[Cell, set[str]] = defaultdict(set)
    by_hand: dict[tuple[str, str], list[cp_model.IntVar]] = defaultdict(list)
    for key, choices in options.items():
        own: list[cp_model.IntVar] = []
        for choice in choices:
            literal = model.new_bool_var("")
            own.append(literal)
            literals.append((literal, choice))
            # To stay or fall is always possible together: a first answer costs nothing.
            model.add_hint(literal, choice.kind in (Kind.STAY, Kind.CANCEL))
            for cell in cells_of(problem.meeting_by_id[key], choice):
                takers[cell].append(literal)
                meetings[cell].add(key)
            for hand in hands(problem, [choice]):
                by_hand[hand].append(literal)
        model.add_exactly_one(own)
    for cell, sharing in takers.items():
        if len(meetings[cell]) > 1:
            model.add_at_most_one(sharing)
    _bear(model, literals, Bearing(problem), options.keys())
    # Of what costs the same the first in order is taken, whatever the emphasis: proposals that
    # differ only by chance would look like a choice.
    above_order = 1 + sum(len(choices) for choices in options.values())
    order = {
        choice: number for choices in options.values() for number, choice in enumerate(choices)
    }
    besides = prices.elsewhere.besides
    terms = [
        (above_order * (prices.of_choice(choice) + besides(choice, options.keys())) + order[choice])
        * literal
        for literal, choice in literals
    ]
    by_choice = {choice: literal for literal, choice in literals}
    for some, others, price in prices.elsewhere.pairs(options):
        at_once = model.new_bool_var("")
        model.add(sum(by_choice[one] for one in (*some, *others)) <= 1 + at_once)
        terms.append(above_order * price * at_once)
    for sharing in by_hand.values():
        helps = model.new_bool_var("")
        for literal in sharing:
            model.add_implication(literal, helps)
        terms.append(above_order * NEW_HAND * helps)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(model.validate())
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return Chosen(
        tuple(choice for literal, choice in literals if solver.boolean_value(literal)),
        status == cp_model.OPTIMAL,
    )


def _bear(
    model: cp_model.CpModel,
    literals: Sequence[tuple[cp_model.IntVar, Choice]],
    bearing: Bearing,
    meetings: Collection[str],
) -> None:
    """Limits of days and weeks, and ways between campuses, over all that is chosen together."""
    problem = bearing.problem
    loads: dict[Span, list[tuple[cp_model.IntVar, int]]] = defaultdict(list)
    # Rooms of one campus at one time are one way; only one of them is chosen.
    stints: dict[tuple[str, bool, Stint], list[cp_model.IntVar]] = defaultdict(list)
    for literal, choice in literals:
        if choice.kind == Kind.CANCEL:
            continue
        stint = stint_of(problem, problem.meeting_by_id[choice.meeting], choice)
        for span in spans_of(choice.person, choice.date):
            loads[span].append((literal, stint.periods))
        if problem.too_far:
            stints[choice.meeting, choice.kind == Kind.STAY, stint].append(literal)
    for span, sharing in loads.items():
        most = bearing.most(span)
        if most is not None:
            rest = most - bearing.periods(span, meetings)
            model.add(sum(count * literal for literal, count in sharing) <= rest)
    by_day: dict[tuple[str, datetime.date], list[tuple[str, bool, Stint]]] = defaultdict(list)
    for key in stints:
        by_day[key[2].person, key[2].date].append(key)
    for keys in by_day.values():
        for one, other in combinations(keys, 2):
            both_stay = one[1] and other[1]
            if one[0] != other[0] and not both_stay and too_far(problem, one[2], other[2]):
                model.add(sum(stints[one]) + sum(stints[other]) <= 1)
