"""A first plan: one person after another takes the cheapest pattern that is left."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from courses.training.planner.columns import Columns, columns_within
from courses.training.planner.ledger import Ledger
from courses.training.planner.pricing import HOME, Prices, Pricing

MOST_TRIES = 40


def first_plan(
    pricing: Pricing,
    prices: Prices,
    *,
    width: float = 400.0,
    stopped: Callable[[], bool] = lambda: False,
) -> Ledger:
    """Those who would lose most by their second choice go first."""
    columns, _ = columns_within(pricing, prices, width)
    ledger = Ledger(pricing.compiled)
    charged = pricing.charges(prices)
    price = priced(columns, charged)
    begins = np.searchsorted(columns.row, np.arange(len(pricing.seekers) + 1))
    regret = np.zeros(len(pricing.seekers))
    ranked: list[np.ndarray] = []
    for row in range(len(pricing.seekers)):
        own = np.arange(begins[row], begins[row + 1])
        own = own[np.argsort(price[own], kind="stable")][:MOST_TRIES]
        ranked.append(own)
        regret[row] = price[own[min(3, len(own) - 1)]] - price[own[0]]
        if len(own) < 4:
            regret[row] = pricing.home[row]
    # Two sessions are harder to find than one, and those with one can make room later.
    regret[pricing.paired] += pricing.home.max(initial=0)
    left: list[int] = []
    for row in np.argsort(-regret, kind="stable").tolist():
        if stopped():
            return ledger
        if not _put(ledger, pricing, columns, row, ranked[row].tolist()):
            left.append(row)
    for row in sorted(left, key=lambda one: not pricing.single[one].any()):
        if stopped():
            break
        put_anywhere(ledger, pricing, charged, row)
    return ledger


def priced(columns: Columns, charged: np.ndarray) -> np.ndarray:
    price = columns.cost.copy()
    for session in (columns.first, columns.second):
        there = session != HOME
        price[there] += charged[columns.row[there], session[there]]
    return price


def pattern_of(columns: Columns, index: int) -> tuple[int, ...]:
    first, second = int(columns.first[index]), int(columns.second[index])
    return tuple(session for session in (first, second) if session != HOME)


def _put(ledger: Ledger, pricing: Pricing, columns: Columns, row: int, choices: list[int]) -> bool:
    person = int(pricing.seekers[row])
    for index in choices:
        pattern = pattern_of(columns, index)
        if not pattern:
            return False  # staying at home is cheaper than what is left
        if ledger.put(person, pattern):
            return True
    return False


def put_anywhere(ledger: Ledger, pricing: Pricing, charged: np.ndarray, row: int) -> bool:
    """Try every pattern that has room, the cheapest first."""
    person = int(pricing.seekers[row])
    for _, pattern in patterns_with_room(ledger, pricing, charged, row):
        if ledger.put(person, pattern):
            return True
    return False


def patterns_with_room(
    ledger: Ledger, pricing: Pricing, charged: np.ndarray, row: int
) -> list[tuple[float, tuple[int, ...]]]:
    compiled = pricing.compiled
    person = int(pricing.seekers[row])
    home, department = compiled.institution[person], compiled.department[person]
    room = (ledger.seats > 0) & (ledger.most[home] > 0)
    if department >= 0:
        room &= ~(compiled.days[ledger.away[department] < 1].any(0))
    price = pricing.base[row] + charged[row]
    found: list[tuple[float, tuple[int, ...]]] = [
        (float(price[s] + pricing.delay[row, s]), (s,))
        for s in np.flatnonzero(room & pricing.single[row]).tolist()
    ]
    kind = compiled.eligibility.kind_of_pairs[person]
    if kind >= 0:
        usable = room & compiled.eligibility.open[person] & compiled.teaching.possible[person]
        firsts, seconds = np.nonzero(
            compiled.eligibility.pairs[kind] & usable[:, None] & usable[None, :]
        )
        found += [
            (float(price[a] + price[b] + pricing.delay[row, b]), (a, b))
            for a, b in zip(firsts.tolist(), seconds.tolist(), strict=True)
        ]
    return sorted(found)
