"""Subgradient steps: from no prices at all to ones under which most people find a seat.

What is used beyond its limit gets dearer, what is left over cheaper; each step bounds the cost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.compiling import NO_BUDGET, NO_LIMIT
from courses.training.planner.pricing import HOME, Prices, Pricing
from courses.training.planner.usage import Usage

Reals = NDArray[np.float64]


@dataclass
class Ascent:
    """``prices`` are those of the best ``bound``."""

    prices: Prices
    bound: float


def climb(
    pricing: Pricing,
    *,
    steps: int,
    target: float,
    seen: Callable[[Reals], None] = lambda _: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Ascent:
    """``target`` is the cost of a plan, or a guess of it: it sets the length of the steps.
    ``seen`` gets what every seat costs beyond its own cost at each step."""
    compiled = pricing.compiled
    prices = Prices.none(compiled)
    best = Ascent(prices, -np.inf)
    drift: list[Reals] = []
    scale, since = 1.0, 0
    limited_most = compiled.most < NO_LIMIT
    limited_share = compiled.share < NO_LIMIT
    limited_away = compiled.away < NO_LIMIT
    for _ in range(steps):
        if stopped():
            break
        charged = pricing.charges(prices)
        seen(charged)
        value, first, second = pricing.best(charged)
        bound = float(value.sum()) - prices.earnings(compiled) + pricing.constant
        if bound > 0.95 * target:
            target = 1.2 * bound
        if bound > best.bound:
            best, since = Ascent(prices, bound), 0
        else:
            since += 1
            if since >= 3:
                scale, since = scale * 0.7, 0
        usage = _usage(pricing, first, second)
        slopes = [
            usage.seats - compiled.seats.astype(float),
            np.where(limited_most, usage.sent - compiled.most, 0.0),
            np.where(limited_away, usage.away[:-1] - compiled.away, 0.0),
            np.where(limited_share, usage.sent - compiled.share, 0.0),
            compiled.least - usage.seats.astype(float),
            np.where(compiled.quota_least > 0, compiled.quota_least - usage.sent, 0.0),
        ]
        held = [
            prices.seats,
            prices.most,
            prices.away,
            prices.share,
            prices.least,
            prices.quota_least,
        ]
        # What is free already can't get cheaper: it would only shorten the step.
        slopes = [
            np.where((slope < 0) & (price <= 0), 0.0, slope)
            for slope, price in zip(slopes, held, strict=True)
        ]
        drift = [slope + 0.5 * old for slope, old in zip(slopes, drift or slopes, strict=True)]
        norm = sum(float((move * move).sum()) for move in drift)
        if norm == 0:
            break
        length = scale * max(target - bound, abs(target) * 1e-4) / norm
        moved = [price + length * move for price, move in zip(held, drift, strict=True)]
        over = np.where(compiled.budget < NO_BUDGET // 2, usage.spent - compiled.budget, 0)
        prices = Prices(
            seats=moved[0],
            most=moved[1],
            away=moved[2],
            budget=prices.budget + 0.02 * (over > 0),
            province=prices.province,
            share=moved[3],
            least=moved[4],
            quota_least=moved[5],
        ).clipped(compiled)
    return best


def _usage(pricing: Pricing, first: NDArray[np.int32], second: NDArray[np.int32]) -> Usage:
    one, two = first != HOME, second != HOME
    return Usage.of(
        pricing.compiled,
        np.concatenate([pricing.seekers[one], pricing.seekers[two]]),
        np.concatenate([first[one], second[two]]),
    )
