"""What every person's best pattern costs once seats, limits and money have prices.

For any prices that are not negative (and at most the cost of breaking them where a rule is soft)
the sum of everybody's cheapest pattern, less what the prices would earn at the limits, is a lower
bound of every plan: Lagrangian relaxation. The linear programme's duals are such prices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.compiling import NO_LIMIT, Compiled
from courses.training.planner.money import NO_BUDGET

Reals = NDArray[np.float64]
Ints = NDArray[np.int32]

CLOSED = 1e9
HOME = -1
FLOAT32_ERROR = 0.01
AT_A_TIME = 64  # people with all their pairs: memory


@dataclass
class Prices:
    seats: Reals  # [S]
    most: Reals  # [I, S]
    away: Reals  # [D, T]
    budget: Reals  # [I, Y]
    province: Reals  # [Y]
    share: Reals  # [I, S], at most what crowding costs
    least: Reals  # [S], at most what a shortfall costs
    quota_least: Reals  # [I, S], likewise

    @classmethod
    def none(cls, compiled: Compiled) -> Prices:
        grid = compiled.most.shape
        return cls(
            seats=np.zeros(grid[1]),
            most=np.zeros(grid),
            away=np.zeros(compiled.away.shape),
            budget=np.zeros(compiled.budget.shape),
            province=np.zeros(len(compiled.province_budget)),
            share=np.zeros(grid),
            least=np.zeros(grid[1]),
            quota_least=np.zeros(grid),
        )

    def clipped(self, compiled: Compiled) -> Prices:
        """The nearest prices for which the bound holds."""
        crowding, shortfall = compiled.crowding_cost, compiled.shortfall_cost
        return Prices(
            seats=np.maximum(self.seats, 0),
            most=np.where(compiled.most < NO_LIMIT, np.maximum(self.most, 0), 0),
            away=np.where(compiled.away < NO_LIMIT, np.maximum(self.away, 0), 0),
            budget=np.where(compiled.budget < NO_BUDGET // 2, np.maximum(self.budget, 0), 0),
            province=np.where(
                compiled.province_budget < NO_BUDGET // 2, np.maximum(self.province, 0), 0
            ),
            share=np.where(compiled.share < NO_LIMIT, np.clip(self.share, 0, crowding), 0),
            least=np.clip(self.least, 0, shortfall),
            quota_least=np.clip(self.quota_least, 0, shortfall),
        )

    def earnings(self, compiled: Compiled) -> float:
        """What the limits would earn if they were used up."""
        return float(
            self.seats @ compiled.seats
            + (self.most * np.where(compiled.most < NO_LIMIT, compiled.most, 0)).sum()
            + (self.away * np.where(compiled.away < NO_LIMIT, compiled.away, 0)).sum()
            + (self.budget * np.where(self.budget > 0, compiled.budget, 0)).sum()
            + (self.province * np.where(self.province > 0, compiled.province_budget, 0)).sum()
            + (self.share * np.where(compiled.share < NO_LIMIT, compiled.share, 0)).sum()
            - self.least @ compiled.least
            - (self.quota_least * compiled.quota_least).sum()
        )


class Pricing:
    """Everybody's patterns with their costs; asked for the best ones at given prices."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        eligible = compiled.eligibility
        possible = compiled.teaching.possible & _has_room(compiled)
        self.seekers = np.flatnonzero(~compiled.done).astype(np.int32)
        self.single = (eligible.single & possible)[self.seekers]
        self.base = compiled.cost[self.seekers].astype(np.float64)
        self.delay = compiled.delay[self.seekers].astype(np.float64)
        self.home = compiled.home_cost[self.seekers].astype(np.float64)
        self.money = compiled.money[self.seekers].astype(np.float64)
        self.institution = compiled.institution[self.seekers]
        department = compiled.department[self.seekers]
        # People without a department come last, where nothing is ever charged.
        self.department = np.where(department < 0, len(compiled.away), department)
        self.paired = np.flatnonzero(eligible.kind_of_pairs[self.seekers] >= 0)
        self.kinds = eligible.kind_of_pairs[self.seekers][self.paired]
        usable = (eligible.open & possible)[self.seekers][self.paired]
        self.usable = np.where(usable, 0.0, CLOSED)
        self.pairs = eligible.pairs
        self.single_cost = np.where(self.single, self.base + self.delay, CLOSED)
        self._barred: set[tuple[int, int]] = set()
        self.constant = float(
            compiled.fixed_delay[compiled.done].sum()
            + compiled.constant
            + compiled.crowding_cost * compiled.crowded
        )

    def bar(self, person: int, sessions: list[int]) -> None:
        """Rule out sessions that were found to be impossible to cover; bounds don't hold any more
        as lower bounds of every plan."""
        row = int(np.searchsorted(self.seekers, person))
        for session in sessions:
            self._barred.add((row, session))
            self.single[row, session] = False
            self.single_cost[row, session] = CLOSED
            self.usable[self.paired == row, session] = CLOSED

    def barred(self) -> list[tuple[int, int]]:
        """Rows and sessions."""
        return sorted(self._barred)

    def tables(self, prices: Prices) -> tuple[Reals, Reals]:
        """What a seat costs beyond its own cost, money left aside: [I, S] by institution and
        [D + 1, S] by department, of which the last is none."""
        compiled = self.compiled
        by_home = (
            prices.seats
            + prices.most
            + prices.share
            - prices.least
            - prices.quota_least
            + prices.province @ compiled.years * compiled.grant
        )
        return by_home, np.vstack([prices.away @ compiled.days, np.zeros(compiled.sessions)])

    def charges(self, prices: Prices) -> Reals:
        """[seekers, S] what a seat costs each beyond its own cost."""
        compiled = self.compiled
        by_home, by_department = self.tables(prices)
        charged = by_home[self.institution] + by_department[self.department]
        if prices.budget.any():
            charged += (prices.budget @ compiled.years)[self.institution] * self.money
        return np.asarray(charged)

    def best(self, charged: Reals) -> tuple[Reals, Ints, Ints]:
        """The cheapest pattern of each seeker and its cost, staying at home included."""
        rows = np.arange(len(self.seekers))
        if not self.compiled.sessions:
            nowhere = np.full(len(rows), HOME, np.int32)
            return self.home.copy(), nowhere, nowhere
        singles = self.single_cost + charged
        first = singles.argmin(1).astype(np.int32)
        value = singles[rows, first]
        second = np.full(len(rows), HOME, np.int32)
        if len(self.paired):
            pair_value, a, b = self.best_pairs(charged)
            better = pair_value < value[self.paired]
            at = self.paired[better]
            value[at], first[at], second[at] = pair_value[better], a[better], b[better]
        home = value >= self.home
        first[home], second[home] = HOME, HOME
        return np.where(home, self.home, value), first, second

    def pair_parts(self, charged: Reals) -> tuple[Reals, Reals]:
        """[paired, S] cost as the first and as the second of a pair."""
        own = self.base[self.paired] + charged[self.paired] + self.usable
        return own, own + self.delay[self.paired]

    def best_pairs(self, charged: Reals) -> tuple[Reals, Ints, Ints]:
        early, late = self.pair_parts(charged)
        count = len(early)
        a, b = np.zeros(count, np.int32), np.zeros(count, np.int32)
        rows = np.arange(count)
        for begins in range(0, count, AT_A_TIME):
            part = slice(begins, begins + AT_A_TIME)
            costs = early[part].astype(np.float32)[:, :, None]
            grid = np.where(self.pairs[self.kinds[part]], costs, np.float32(CLOSED))
            before = grid.argmin(1)
            total = np.take_along_axis(grid, before[:, None, :], 1)[:, 0] + late[part]
            b[part] = total.argmin(1)
            a[part] = before[np.arange(len(total)), b[part]]
        value = early[rows, a] + late[rows, b]
        return np.where(self.pairs[self.kinds, a, b], value, CLOSED), a, b

    def bound(self, prices: Prices) -> float:
        """A lower bound of every plan's cost, for prices as `Prices.clipped` returns them."""
        value, _, _ = self.best(self.charges(prices))
        return self.bound_of(value, prices)

    def bound_of(self, value: Reals, prices: Prices) -> float:
        # Pairs are compared in float32: each may be that much dearer than the cheapest.
        rounded = FLOAT32_ERROR * len(self.paired)
        return float(value.sum()) - rounded - prices.earnings(self.compiled) + self.constant


def _has_room(compiled: Compiled) -> NDArray[np.bool_]:
    """[P, S] whether any seat, quota and day of the department is left at all."""
    full = (compiled.away < 1).astype(np.int64) @ compiled.days > 0
    # People without a department come last.
    full = np.vstack([full, np.zeros((1, compiled.sessions), np.bool_)])
    room: NDArray[np.bool_] = (compiled.seats > 0) & (compiled.most > 0)[compiled.institution]
    return room & ~full[compiled.department]
