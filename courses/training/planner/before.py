"""A plan that stands, in the numbers of a problem that has changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import numpy as np

from courses.training.planner.compiling import Compiled
from courses.training.planner.ledger import Ledger, Pattern
from courses.training.planner.problem import Problem
from courses.training.planner.proposal import Plan
from courses.training.planner.standing_in import Covers


class Before:
    """``goes`` are patterns of those who need them still; who lost a session is in ``lost``.

    ``new`` need a session and were in no plan: come since, declined, or owing more than before.
    For those who are ``waiting`` the plan that stands found no place either.
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
        for person, names in found.items():
            kept = [sessions[name] for name in names if name in sessions]
            if len(kept) < len(names):
                self.lost.append(person)
            else:
                kept.sort(key=lambda one: int(teaching.first_day[one]))
                self.goes[person] = tuple(kept)
        known = {one.person for one in current.unplaced}
        without = [
            person
            for person in np.argsort(-compiled.home_cost, kind="stable").tolist()
            if not compiled.done[person] and person not in found
        ]
        self.waiting = [one for one in without if problem.people[one].id in known]
        self.new = [one for one in without if problem.people[one].id not in known]
        meetings = dict(zip(teaching.names, count()))  # hundreds of thousands
        substitutes = dict(zip(teaching.substitutes, count()))
        slots = dict(zip(teaching.slots, count()))
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

    def moved(self, ledger: Ledger, concerned: Iterable[int]) -> list[int]:
        """Those who go elsewhere now, or nowhere, leaving aside those ``concerned``."""
        concerned = set(concerned)
        return [
            person
            for person, pattern in self.goes.items()
            if ledger.goes[person] != pattern and person not in concerned
        ]

    def is_allowed(self, compiled: Compiled, person: int) -> bool:
        """Whether the pattern still meets the cycle, leaving others aside."""
        pattern, eligible = self.goes[person], compiled.eligibility
        if not all(eligible.open[person, s] for s in pattern):
            return False
        if len(pattern) == 1:
            return bool(eligible.single[person, pattern[0]])
        kind = eligible.kind_of_pairs[person]
        return len(pattern) == 2 and kind >= 0 and bool(eligible.pairs[kind][pattern])
