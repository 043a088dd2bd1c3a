"""How likely everybody is taken to want each pattern at given prices."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.columns import Columns
from courses.training.planner.pricing import HOME, Prices, Pricing

Reals = NDArray[np.float64]


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
        self.session = session
        self.money = pricing.money[row, session]
        self.compiled = compiled

    def want(self, prices: Prices, heat: float) -> None:
        by_home, by_department = self.pricing.tables(prices)
        charge = by_home.ravel()[self.cell] + by_department.ravel()[self.desk]
        if prices.budget.any():
            a_yuan = prices.budget @ self.compiled.years
            charge += a_yuan.ravel()[self.cell] * self.money
        total = self.columns.cost.copy()
        split = len(self.second)
        total[self.second] += charge[:split]
        total[self.first] += charge[split:]
        lowest = np.minimum.reduceat(total, self.begins)
        likely = np.exp((lowest[self.columns.row] - total) / heat)
        likely /= np.add.reduceat(likely, self.begins)[self.columns.row]
        self.by_column = likely
        self.likely = likely[self.at]
        shape = self.compiled.most.shape
        sent = np.bincount(self.cell, self.likely, shape[0] * shape[1]).reshape(shape)
        self.sent: Reals = np.asarray(sent, np.float64)
        squares = np.bincount(self.cell, self.likely**2, shape[0] * shape[1]).reshape(shape)
        self.squares: Reals = np.asarray(squares, np.float64)

    def too_many(self) -> float:
        """The share of all wishes for which there is no seat, or no money of the province."""
        compiled, wanted = self.compiled, self.sent.sum(0)
        seatless = np.maximum(0, wanted - compiled.seats).sum() / max(1.0, wanted.sum())
        money = (wanted * compiled.grant) @ compiled.years.T
        over = (money - compiled.province_budget) / np.maximum(1.0, money)
        return float(max(seatless, over.max()))

    def curve(self, heat: float, grants: Reals) -> Reals:
        """[S + Y, S + Y] by how much less is wanted of each seat, and of the province's money, for
        a unit that one becomes dearer; ``grants`` [Y, S]. After `want`."""
        count, sessions = len(self.pricing.seekers), self.sessions
        row = self.columns.row[self.at].astype(np.int64)
        wanted = np.bincount(row * sessions + self.session, self.likely, count * sessions)
        each = wanted.reshape(count, sessions)
        together = np.diag(each.sum(0))
        pairs = np.flatnonzero((self.columns.first != HOME) & (self.columns.second != HOME))
        likely = self.by_column[pairs]
        first = self.columns.first[pairs].astype(np.int64)
        second = self.columns.second[pairs].astype(np.int64)
        both = np.bincount(first * sessions + second, likely, sessions**2)
        both = both.reshape(sessions, sessions)
        spread = together + both + both.T - each.T @ each
        wide = np.vstack([np.eye(sessions), grants])
        return np.asarray(wide @ spread @ wide.T / heat)

    @property
    def away(self) -> Reals:
        rows = len(self.compiled.away) + 1
        wanted = np.bincount(self.desk, self.likely, rows * self.sessions)
        by_department = wanted.reshape(rows, self.sessions)[:-1]
        return np.asarray(by_department @ self.compiled.days.T)

    @property
    def spent(self) -> Reals:
        shape = self.compiled.most.shape
        spent = np.bincount(self.cell, self.likely * self.money, shape[0] * shape[1])
        return np.asarray(spent.reshape(shape) @ self.compiled.years.T, np.float64)
