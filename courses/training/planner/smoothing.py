"""Prices at which about as many people want each seat as there are.

Everybody is taken to want each pattern with a likelihood that falls with its price: by ``heat`` a
pattern has to be dearer to be wanted 2.7 times less. For such wishes a price can be moved to where
its limit is just met, one group of limits after the other (Sinkhorn's steps); then heat is lowered.
What each round of full pricing gives is a true bound at any heat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.columns import Columns, columns_within
from courses.training.planner.compiling import NO_BUDGET, Compiled
from courses.training.planner.pricing import HOME, Prices, Pricing

Reals = NDArray[np.float64]

HEATS = (120.0, 60.0, 30.0, 15.0, 8.0, 4.0, 2.0)
ROUNDS = 3
STEPS = 12
EPSILON = 1e-9


class Wishes:
    """How much is wanted of everything limited, among given columns."""

    def __init__(self, pricing: Pricing, columns: Columns) -> None:
        self.pricing, self.columns = pricing, columns
        compiled = pricing.compiled
        self.sessions = compiled.sessions
        count = len(pricing.seekers)
        self.begins = np.searchsorted(columns.row, np.arange(count))
        self.second = np.flatnonzero(columns.second != HOME)
        self.first = np.flatnonzero(columns.first != HOME)
        # Who goes where, once for each session of a pattern.
        self.at = np.concatenate([self.second, self.first])
        session = np.concatenate([columns.second[self.second], columns.first[self.first]])
        row = columns.row[self.at]
        self.cell = pricing.institution[row].astype(np.int64) * self.sessions + session
        self.desk = pricing.department[row].astype(np.int64) * self.sessions + session
        self.money = pricing.money[row, session]
        self.home = pricing.institution[row]
        self.compiled = compiled

    def want(self, prices: Prices, heat: float) -> None:
        by_home, by_department = self.pricing.tables(prices)
        charge = by_home.ravel()[self.cell] + by_department.ravel()[self.desk]
        if prices.budget.any():
            charge += prices.budget[self.home] * self.money
        total = self.columns.cost.copy()
        split = len(self.second)
        total[self.second] += charge[:split]
        total[self.first] += charge[split:]
        lowest = np.minimum.reduceat(total, self.begins)
        likely = np.exp((lowest[self.columns.row] - total) / heat)
        likely /= np.add.reduceat(likely, self.begins)[self.columns.row]
        self.likely = likely[self.at]
        shape = self.compiled.most.shape
        sent = np.bincount(self.cell, self.likely, shape[0] * shape[1]).reshape(shape)
        self.sent: Reals = np.asarray(sent, np.float64)

    @property
    def away(self) -> Reals:
        rows = len(self.compiled.away) + 1
        wanted = np.bincount(self.desk, self.likely, rows * self.sessions)
        by_department = wanted.reshape(rows, self.sessions)[:-1]
        return np.asarray(by_department @ self.compiled.days.T)

    @property
    def spent(self) -> Reals:
        spent = np.bincount(self.home, self.likely * self.money, len(self.compiled.budget))
        return np.asarray(spent, np.float64)


def find_prices(
    pricing: Pricing,
    *,
    start: Prices | None = None,
    heats: tuple[float, ...] = HEATS,
    bounded: Callable[[Prices, float], None] = lambda *_: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Prices, float]:
    """The prices with the best bound, and it. ``bounded`` hears of every improvement."""
    prices = start or Prices.none(pricing.compiled)
    best, highest = prices, -np.inf
    for heat in heats:
        for _ in range(ROUNDS):
            if stopped():
                return best, highest
            columns, bound = columns_within(pricing, prices, width=max(30.0, 6 * heat))
            if bound > highest:
                best, highest = prices, bound
                bounded(prices, bound)
            wishes = Wishes(pricing, columns)
            for _ in range(STEPS):
                prices = _step(wishes, prices, heat)
    columns, bound = columns_within(pricing, prices, width=1.0)
    if bound > highest:
        best, highest = prices, bound
        bounded(prices, bound)
    return best, highest


def _step(wishes: Wishes, prices: Prices, heat: float) -> Prices:
    compiled = wishes.compiled
    wishes.want(prices, heat)
    prices = _clip(
        compiled,
        replace(
            prices,
            seats=prices.seats + heat * _over(wishes.sent.sum(0), compiled.seats),
            least=prices.least - heat * _over(wishes.sent.sum(0), compiled.least),
            budget=prices.budget + _by_money(wishes, heat),
            province=prices.province + _by_grants(wishes, heat),
        ),
    )
    wishes.want(prices, heat)
    prices = _clip(
        compiled,
        replace(
            prices,
            most=prices.most + heat * _over(wishes.sent, compiled.most),
            share=prices.share + heat * _over(wishes.sent, compiled.share),
            quota_least=prices.quota_least - heat * _over(wishes.sent, compiled.quota_least),
        ),
    )
    wishes.want(prices, heat)
    return _clip(
        compiled, replace(prices, away=prices.away + heat * _over(wishes.away, compiled.away))
    )


def _clip(compiled: Compiled, prices: Prices) -> Prices:
    return prices.clipped(compiled)


def _over(wanted: NDArray[Any], limit: NDArray[np.int32]) -> Reals:
    """By how many times more is wanted than there is, as a logarithm; little is wanted of nothing:
    where the limit is 0 the price goes up as long as anything is."""
    there = np.maximum(limit, 0.02)
    return np.asarray(np.clip(np.log((wanted + EPSILON) / there), -3.0, 3.0))


def _by_money(wishes: Wishes, heat: float) -> Reals:
    budget = wishes.compiled.budget
    bounded = budget < NO_BUDGET // 2
    if not bounded.any():
        return np.zeros(len(budget))
    spent = wishes.spent
    over = np.log((spent + 1) / (np.minimum(budget, NO_BUDGET) + 1))
    # A price for each yuan: heat over what one person costs.
    return np.where(bounded, heat * np.clip(over, -1, 1) / 1_000, 0.0)


def _by_grants(wishes: Wishes, heat: float) -> float:
    compiled = wishes.compiled
    if compiled.province_budget >= NO_BUDGET // 2:
        return 0.0
    granted = float(wishes.sent.sum(0) @ compiled.grant)
    over = np.log((granted + 1) / (compiled.province_budget + 1))
    return float(heat * np.clip(over, -1, 1) / max(1, compiled.grant.max()))
