"""Everybody's sessions as an array [seekers, 2]: the first and the second, HOME where there is
none; a single session is the second."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.columns import Columns
from courses.training.planner.pricing import HOME, Pricing
from courses.training.planner.usage import Usage

Ints = NDArray[np.int64]


def usage_of(pricing: Pricing, choice: Ints) -> Usage:
    parts = [(pricing.seekers[c != HOME], c[c != HOME].astype(np.int32)) for c in choice.T]
    return Usage.of(
        pricing.compiled,
        np.concatenate([person for person, _ in parts]),
        np.concatenate([session for _, session in parts]),
    )


def cost_of(pricing: Pricing, choice: Ints) -> float:
    """Of a plan in which every meeting has its cheapest cover."""
    compiled = pricing.compiled
    total = pricing.constant + float(own_cost(pricing, choice).sum())
    usage = usage_of(pricing, choice)
    total += compiled.crowding_cost * float(np.maximum(0, usage.sent - compiled.share).sum())
    missing = np.maximum(0, compiled.least - usage.seats).sum()
    missing += np.maximum(0, compiled.quota_least - usage.sent).sum()
    return total + compiled.shortfall_cost * float(missing)


def choice_of(pricing: Pricing, goes: list[tuple[int, ...]]) -> Ints:
    """Of patterns by person."""
    choice = np.full((len(pricing.seekers), 2), HOME, np.int64)
    for row, person in enumerate(pricing.seekers.tolist()):
        pattern = goes[person]
        if pattern:
            choice[row, 2 - len(pattern) :] = pattern
    return choice


def own_cost(pricing: Pricing, choice: Ints) -> NDArray[np.float64]:
    """[seekers] of each pattern with the cheapest covers, or of staying at home."""
    rows = np.arange(len(choice))
    first, second = choice[:, 0], choice[:, 1]
    one, two = (second != HOME) & (first == HOME), first != HOME
    cost = pricing.home.copy()
    cost[one] = pricing.single_cost[rows[one], second[one]]
    cost[two] = pricing.base[rows[two], first[two]]
    cost[two] += (pricing.base + pricing.delay)[rows[two], second[two]]
    return np.asarray(cost)


def columns_of(pricing: Pricing, choice: Ints) -> Columns:
    return Columns(
        np.arange(len(choice), dtype=np.int32),
        choice[:, 0].astype(np.int32),
        choice[:, 1].astype(np.int32),
        own_cost(pricing, choice),
    )
