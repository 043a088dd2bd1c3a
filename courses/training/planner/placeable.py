"""How many people any plan can place at most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from courses.training.planner.compiling import Compiled
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.proposal import Unplaced
from courses.training.planner.smoothing import find_prices

AT_HOME = 1_000  # what a person costs who is left there; everything else costs nothing
EQUAL_PRICES = tuple(AT_HOME * tenths / 10 for tenths in range(1, 11))
HEATS = (200.0, 100.0, 50.0, 50.0, 20.0, 20.0, 10.0, 10.0, 5.0, 5.0)


def most_placed(
    compiled: Compiled, unplaced: Sequence[Unplaced], *, stopped: Callable[[], bool]
) -> int:
    """By those who can't be placed even alone, and where there is more demand than seats, by
    prices. Any prices prove something: where the time is up, as ``stopped`` says, it is what one
    and the same price for all seats proves."""
    people = compiled.people
    most = people - sum(1 for one in unplaced if one.alone)
    if most == people - len(unplaced):
        return most
    pricing = Pricing(_counting(compiled))
    nothing = Prices.none(compiled)
    bound = max(
        pricing.bound(replace(nothing, seats=np.full(compiled.sessions, price)))
        for price in EQUAL_PRICES
    )
    if not stopped():
        # Not from the best of these: from there better ones aren't found.
        _, _, found = find_prices(pricing, heats=HEATS, stopped=stopped)
        bound = max(bound, found)
    return min(most, people - int(np.ceil(bound / AT_HOME - 1e-6)))


def _counting(compiled: Compiled) -> Compiled:
    """The same seats, limits and people, where only being left at home costs anything."""
    nothing = np.zeros_like(compiled.cost)
    return replace(
        compiled,
        cost=nothing,
        delay=nothing,
        home_cost=np.full(compiled.people, AT_HOME, np.int32),
        constant=0,
        crowded=0,
        fixed_delay=np.zeros(compiled.people, np.int32),
        crowding_cost=0,
        shortfall_cost=0,
    )
