"""A plan as the compiled search for rings sees it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from courses.training.planner import kernel
from courses.training.planner.choices import usage_of
from courses.training.planner.compiling import NO_LIMIT
from courses.training.planner.funds import funds_of
from courses.training.planner.pricing import HOME, Pricing

Ints = NDArray[np.int64]


class Rings:
    """``choice`` [seekers, 2] holds everybody's first and second session, HOME where there is none;
    a single session is the second."""

    def __init__(self, pricing: Pricing, choice: Ints) -> None:
        compiled = pricing.compiled
        self.pricing = pricing
        sessions, count = compiled.sessions, len(pricing.seekers)
        usable = np.zeros((count, sessions), np.bool_)
        usable[pricing.paired] = pricing.usable == 0
        kinds = np.full(count, -1, np.int64)
        kinds[pricing.paired] = pricing.kinds
        self._costs = (
            pricing.single_cost,
            pricing.home,
            pricing.base,
            pricing.delay,
            kinds,
            usable,
            pricing.pairs,
        )
        usage = usage_of(pricing, choice)
        away = np.vstack([compiled.away, np.full((1, len(compiled.days)), NO_LIMIT)])
        rows = compiled.days.sum(0)
        day_rows = np.zeros((sessions, max(1, int(rows.max(initial=1)))), np.int64)
        for session in range(sessions):
            on = np.flatnonzero(compiled.days[:, session])
            day_rows[session, : len(on)] = on
        self._limits = (
            pricing.institution.astype(np.int64),
            pricing.department.astype(np.int64),
            usage.sent.astype(np.int64),
            compiled.most.astype(np.int64),
            compiled.share.astype(np.int64),
            (away - usage.away).astype(np.int64),
            day_rows,
            rows.astype(np.int64),
            pricing.money.astype(np.int64),
            compiled.budget - usage.spent,
            float(compiled.crowding_cost),
            compiled.grant.astype(np.int64),
            compiled.province_budget - usage.granted(compiled),
            compiled.years,
        )
        fund, members = funds_of(compiled)
        cheapest = np.array(
            [compiled.grant[fund == one].min(initial=NO_LIMIT) for one in range(len(members))]
        )
        self._funds = (fund, members, cheapest.astype(np.int64))
        # Who could go to a pair only, and goes nowhere, is no leg.
        second = np.flatnonzero((choice[:, 1] != HOME) | pricing.single.any(1))
        first = np.flatnonzero(choice[:, 0] != HOME)
        row = np.concatenate([second, first])
        at = np.concatenate([choice[second, 1], choice[first, 0]])
        at[at == HOME] = sessions
        mate = np.full(len(row), -1, np.int64)
        place = np.zeros(count, np.int64)
        place[second] = np.arange(len(second))
        mate[len(second) :] = place[first]
        mate[place[first]] = np.arange(len(second), len(row))
        now = np.array(
            [
                kernel.leg_cost(self._costs, r, s, -1 if m < 0 else at[m])
                for r, s, m in zip(row, at, mate, strict=True)
            ]
        )
        self._legs = (row.astype(np.int64), at.astype(np.int64), mate, now)
        self._at = np.zeros((sessions + 1, len(row) + 1), np.int64)
        self._count = np.zeros(sessions + 1, np.int64)
        for leg, session in enumerate(at.tolist()):
            self._at[session, self._count[session]] = leg
            self._count[session] += 1
        self._free = compiled.seats - usage.seats
        nodes = sessions + 1 + len(members)
        self._weight = np.zeros((nodes, nodes))
        self._mover = np.zeros((nodes, nodes), np.int64)

    def improve(self, most_rings: int, *, fresh: bool) -> int:
        """How many rings were carried out; fewer than ``most_rings`` means there are no more."""
        compiled = self.pricing.compiled
        return int(
            kernel.improve(
                self._costs,
                self._limits,
                self._funds,
                self._legs,
                self._at,
                self._count,
                self._free,
                compiled.least.astype(np.int64),
                float(compiled.shortfall_cost),
                self._weight,
                self._mover,
                fresh,
                most_rings,
            )
        )

    def choice(self) -> Ints:
        """As it was given, after what was carried out."""
        row, at, mate, _ = self._legs
        sessions = self.pricing.compiled.sessions
        first = self.pricing.compiled.teaching.first_day
        choice = np.full((len(self.pricing.seekers), 2), HOME, np.int64)
        for leg, (person, session) in enumerate(zip(row, at, strict=True)):
            if session == sessions:
                continue
            other = mate[leg]
            early = other >= 0 and first[session] < first[at[other]]
            choice[person, 0 if early else 1] = session
        return choice


def prepare() -> None:
    """Compile the search, or load what is compiled: it takes seconds the first time."""
    from courses.training.planner.compiling import compile_problem
    from courses.training.planner.sample import sample_problem

    pricing = Pricing(compile_problem(sample_problem(institutions=2, staff=30, sessions=6)))
    nobody = np.full((len(pricing.seekers), 2), HOME, np.int64)
    Rings(pricing, nobody).improve(1, fresh=True)
