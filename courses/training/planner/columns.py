"""The patterns worth looking at for given prices: those not much dearer than a person's best."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.pricing import AT_A_TIME, CLOSED, HOME, Prices, Pricing

Reals = NDArray[np.float64]
Ints = NDArray[np.int32]

MOST_PAIRS = 60  # of one person


@dataclass(frozen=True)
class Columns:
    """Patterns as columns, in the order of people. ``row`` is a number among the seekers, ``first``
    HOME for a single session. Everybody has at least one column: staying at home."""

    row: Ints
    first: Ints
    second: Ints
    cost: Reals

    def __len__(self) -> int:
        return len(self.row)

    def keys(self, sessions: int) -> NDArray[np.int64]:
        """A number of its own for each pattern."""
        wide = sessions + 1
        return (self.row.astype(np.int64) * wide + self.first + 1) * wide + self.second + 1

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> Columns:
        return Columns(self.row[chosen], self.first[chosen], self.second[chosen], self.cost[chosen])


def columns_within(pricing: Pricing, prices: Prices, width: float) -> tuple[Columns, float]:
    """Every pattern whose price is less than ``width`` above the person's best (of pairs at most
    the best few), and the bound of these prices.
    """
    charged = pricing.charges(prices)
    value, _, _ = pricing.best(charged)
    bound = pricing.bound_of(value, prices)
    rows, seconds = np.nonzero(pricing.single_cost + charged < (value + width)[:, None])
    parts = [
        Columns(
            rows.astype(np.int32),
            np.full(len(rows), HOME, np.int32),
            seconds.astype(np.int32),
            pricing.single_cost[rows, seconds],
        ),
        _pairs_within(pricing, charged, value, width),
        staying_home(pricing),
    ]
    return in_order(parts), bound


def staying_home(pricing: Pricing) -> Columns:
    count = len(pricing.seekers)
    nowhere = np.full(count, HOME, np.int32)
    return Columns(np.arange(count, dtype=np.int32), nowhere, nowhere, pricing.home)


def in_order(parts: list[Columns]) -> Columns:
    joined = Columns(
        np.concatenate([one.row for one in parts]),
        np.concatenate([one.first for one in parts]),
        np.concatenate([one.second for one in parts]),
        np.concatenate([one.cost for one in parts]),
    )
    return joined.take(np.argsort(joined.row, kind="stable"))


def _pairs_within(pricing: Pricing, charged: Reals, value: Reals, width: float) -> Columns:
    early, late = pricing.pair_parts(charged)
    rows, firsts, seconds = [], [], []
    sessions = early.shape[1]
    for begins in range(0, len(early), AT_A_TIME):
        part = slice(begins, begins + AT_A_TIME)
        both = early[part].astype(np.float32)[:, :, None] + late[part].astype(np.float32)[:, None]
        both[~pricing.pairs[pricing.kinds[part]]] = CLOSED
        flat = both.reshape(len(both), -1)
        limit = (value[pricing.paired[part]] + width).astype(np.float32)
        most = min(MOST_PAIRS, flat.shape[1])
        nearest = np.argpartition(flat, most - 1, axis=1)[:, :most]
        near = np.take_along_axis(flat, nearest, axis=1)
        at, place = np.nonzero((near <= limit[:, None]) & (near < 1e8))
        pair = nearest[at, place]
        rows.append(pricing.paired[begins + at])
        firsts.append(pair // sessions)
        seconds.append(pair % sessions)
    if not rows:
        nothing = np.zeros(0, np.int32)
        return Columns(nothing, nothing, nothing, np.zeros(0))
    row, first, second = (np.concatenate(part).astype(np.int32) for part in (rows, firsts, seconds))
    cost = pricing.base[row, first] + pricing.base[row, second] + pricing.delay[row, second]
    return Columns(row, first, second, cost)
