"""Newton's step for the prices of all seats and of the province's money together.

Moved one by one, by Sinkhorn's steps, they creep where there is more demand than seats: whoever
wants any seat wants another as soon as one becomes dearer, and seats and money keep the same people
at home, so what is asked of either hardly says which of them is too dear.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.money import NO_BUDGET
from courses.training.planner.pricing import Prices
from courses.training.planner.wishes import Wishes

Reals = NDArray[np.float64]

DAMP = 1e-3  # of the mean slope: some directions change nothing at all
EPSILON = 1e-9
NEAR = 0.3  # of what was too much or too little: then the step is good as it is
TRIES, MOST_TRIES = 4, 10


def balanced(wishes: Wishes, prices: Prices, heat: float, furthest: float) -> Prices:
    """The prices after one step uphill in what the smoothed wishes prove, never downhill; none is
    moved further than ``furthest``, beyond which the columns of the wishes are the wrong ones."""
    compiled = wishes.compiled
    count = compiled.sessions
    bounded = compiled.province_budget < NO_BUDGET // 2
    grants = compiled.grant * compiled.years * bounded[:, None].astype(float)
    limits = np.append(compiled.seats, np.where(bounded, compiled.province_budget, 0)).astype(float)
    # Money is counted in what a seat costs on average, as prices of seats are.
    average = max(1.0, float(compiled.grant.mean()))
    unit = np.append(np.ones(count), np.full(len(bounded), 1 / average))

    def at(step: Reals) -> Prices:
        seats = np.maximum(0, prices.seats + step[:count])
        province = np.maximum(0, prices.province + step[count:])
        return replace(prices, seats=seats, province=np.where(bounded, province, 0.0))

    def over() -> Reals:
        wanted = wishes.sent.sum(0)
        return np.append(wanted, grants @ wanted) - limits

    wishes.want(prices, heat)
    slope = over()
    now = np.append(prices.seats, prices.province)
    free = (now > 0) | (slope > 0)
    free[count:] &= bounded
    if not free.any():
        return prices
    curve = wishes.curve(heat, grants) * unit[:, None] * unit
    step = np.zeros(len(now))
    step[free] = _damped(curve[np.ix_(free, free)], (slope * unit)[free], furthest)
    longest = furthest / max(float(np.abs(step).max()), EPSILON)
    step *= unit

    def gains(far: float) -> bool:
        """Whether it still goes uphill there."""
        wishes.want(at(far * step), heat)
        moved = (now + far * step > 0) & free
        return float(over()[moved] @ step[moved]) > 0

    low, high = 0.0, 1.0
    if gains(high):
        low = high
        while low < longest:
            high = min(4 * low, longest)
            if not gains(high):
                break
            low = high
    elif np.abs(over() * unit)[free].sum() < NEAR * np.abs(slope * unit)[free].sum():
        return at(step).clipped(compiled)
    for tries in range(MOST_TRIES):
        if low == high or (tries >= TRIES and low > 0):
            break
        middle = (low + high) / 2
        low, high = (middle, high) if gains(middle) else (low, middle)
    return at(low * step).clipped(compiled)


def _damped(curve: Reals, slope: Reals, furthest: float) -> Reals:
    """The step that makes the slope nothing, no price further than ``furthest``."""
    scale = float(np.diag(curve).mean()) or 1.0
    damp = DAMP * scale
    while True:
        step = np.linalg.solve(curve + damp * np.eye(len(curve)), slope)
        if np.abs(step).max() <= furthest:
            return np.asarray(step)
        damp *= 4
