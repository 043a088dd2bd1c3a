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
from courses.training.planner.compiling import NO_BUDGET
from courses.training.planner.pricing import HOME, Prices, Pricing

Reals = NDArray[np.float64]

FIRST_HEATS = (120.0, 120.0, 60.0, 60.0, 30.0, 30.0)
"""Enough for a first plan."""
LATER_HEATS = (15.0,) * 4 + (8.0,) * 4 + (4.0,) * 4 + (2.0,) * 3
STEPS = 6  # between two rounds of full pricing: then prices have moved too far for the columns
EPSILON = 1e-9
DAMP = 0.4  # the sets of days overlap: several prices are moved for one session
FURTHEST = 3.0


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
        squares = np.bincount(self.cell, self.likely**2, shape[0] * shape[1]).reshape(shape)
        self.squares: Reals = np.asarray(squares, np.float64)

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
    heats: tuple[float, ...],
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Prices, Prices, float]:
    """The prices after all rounds, those with the best bound, and that bound; at least one round is
    done."""
    prices = start or Prices.none(pricing.compiled)
    best, highest = prices, -np.inf
    for heat in heats:
        columns, bound = columns_within(pricing, prices, width=max(100.0, 10 * heat))
        if bound > highest:
            best, highest = prices, bound
        if stopped():
            return prices, best, highest
        wishes = Wishes(pricing, columns)
        for _ in range(STEPS):
            prices = _step(wishes, prices, heat)
            if stopped():
                break
        if stopped():
            break
    bound = pricing.bound(prices)
    if bound > highest:
        best, highest = prices, bound
    return prices, best, highest


def follow(pricing: Pricing, start: Prices, heat: float) -> tuple[Prices, Prices, float]:
    """One more round."""
    return find_prices(pricing, start=start, heats=(heat,))


def _step(wishes: Wishes, prices: Prices, heat: float) -> Prices:
    compiled = wishes.compiled
    wishes.want(prices, heat)
    seats = wishes.sent.sum(0)
    stubborn = _stubborn(seats, wishes.squares.sum(0))
    prices = replace(
        prices,
        seats=prices.seats + heat * stubborn * _over(seats, compiled.seats),
        least=prices.least - heat * _over(seats, compiled.least),
        budget=prices.budget + _by_money(wishes, heat),
        province=prices.province + _by_grants(wishes, heat),
    ).clipped(compiled)
    wishes.want(prices, heat)
    stubborn = _stubborn(wishes.sent, wishes.squares)
    prices = replace(
        prices,
        most=prices.most + heat * stubborn * _over(wishes.sent, compiled.most),
        share=prices.share + heat * stubborn * _over(wishes.sent, compiled.share),
        quota_least=prices.quota_least - heat * _over(wishes.sent, compiled.quota_least),
    ).clipped(compiled)
    wishes.want(prices, heat)
    away = prices.away + DAMP * heat * _over(wishes.away, compiled.away)
    return replace(prices, away=away).clipped(compiled)


def _stubborn(wanted: Reals, squares: Reals) -> Reals:
    """How many times further a price has to go because those who want a seat want no other much."""
    return np.asarray(np.clip(wanted / np.maximum(wanted - squares, EPSILON), 1.0, FURTHEST))


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
