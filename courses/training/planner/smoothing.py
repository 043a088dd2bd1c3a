"""Prices at which about as many people want each seat as there are.

Everybody is taken to want each pattern with a likelihood that falls with its price: by ``heat`` a
pattern has to be dearer to be wanted 2.7 times less. For such wishes a price can be moved to where
its limit is just met, one group of limits after the other (Sinkhorn's steps), those of seats also
all together (`balancing`); then heat is lowered. What each round of full pricing gives is a true
bound at any heat.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.balancing import balanced
from courses.training.planner.columns import columns_within
from courses.training.planner.money import NO_BUDGET
from courses.training.planner.pricing import Prices, Pricing
from courses.training.planner.wishes import Wishes

Reals = NDArray[np.float64]

FIRST_HEATS = (120.0, 60.0, 30.0)
LATER_HEATS = (15.0, 15.0, 8.0, 8.0, 4.0, 4.0, 2.0)
STEPS = 6  # between two rounds of full pricing: then prices have moved too far for the columns
STEPS_A_BALANCE = 3  # Newton's are dear, the others follow
WIDTH = 10.0  # times heat: how much dearer than the best a pattern may be to be looked at
NARROWEST = 100.0
SETTLED = 0.05  # of what is wanted is too much: then heat may be lowered
MOST_ROUNDS = 8
EPSILON = 1e-9
DAMP = 0.4  # the sets of days overlap: several prices are moved for one session
FURTHEST = 3.0


def first_heats(pricing: Pricing, *, is_short: bool) -> tuple[float, ...]:
    """Enough for a first plan. Where there are hardly seats enough, their prices go up to what
    staying at home costs, and heat begins there."""
    if not is_short:
        return FIRST_HEATS
    highest = float(pricing.home.max())
    return (highest / 16, highest / 64, *FIRST_HEATS)


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
        for _ in range(MOST_ROUNDS):
            width = max(NARROWEST, WIDTH * heat)
            columns, bound = columns_within(pricing, prices, width=width)
            if bound > highest:
                best, highest = prices, bound
            if stopped():
                return prices, best, highest
            wishes = Wishes(pricing, columns)
            prices = _round(wishes, prices, heat, width, stopped)
            if stopped() or wishes.too_many() < SETTLED:
                break
        if stopped():
            break
    bound = pricing.bound(prices)
    if bound > highest:
        best, highest = prices, bound
    return prices, best, highest


def _round(
    wishes: Wishes, prices: Prices, heat: float, width: float, stopped: Callable[[], bool]
) -> Prices:
    for step in range(STEPS):
        if step % STEPS_A_BALANCE == 0:
            prices = balanced(wishes, prices, heat, width * STEPS_A_BALANCE / STEPS / 2)
        prices = _step(wishes, prices, heat)
        if stopped():
            break
    return prices


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
    budget, years = wishes.compiled.budget, wishes.compiled.years
    bounded = budget < NO_BUDGET // 2
    if not bounded.any():
        return np.zeros(budget.shape)
    spent = wishes.spent
    over = np.log((spent + 1) / (np.minimum(budget, NO_BUDGET) + 1))
    # A price for each yuan: heat over what one person costs. Several may be moved for one session.
    heat /= years.sum(0).max(initial=1)
    return np.where(bounded, heat * np.clip(over, -1, 1) / 1_000, 0.0)


def _by_grants(wishes: Wishes, heat: float) -> Reals:
    compiled = wishes.compiled
    bounded = compiled.province_budget < NO_BUDGET // 2
    granted = (wishes.sent.sum(0) * compiled.grant) @ compiled.years.T
    over = np.log((granted + 1) / (compiled.province_budget + 1))
    heat /= compiled.years.sum(0).max(initial=1)
    return np.where(bounded, heat * np.clip(over, -1, 1) / max(1, compiled.grant.max()), 0.0)
