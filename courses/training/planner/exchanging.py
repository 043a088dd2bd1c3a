"""Improves a plan by HiGHS: some people choose anew among their cheap patterns, the rest stays.

This is the only module that loads highspy; it runs in a process of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray

from courses.training.planner.choices import columns_of, cost_of, usage_of
from courses.training.planner.columns import Columns, columns_within, in_order
from courses.training.planner.compiling import NO_LIMIT
from courses.training.planner.greedy import priced
from courses.training.planner.money import NO_BUDGET
from courses.training.planner.pricing import HOME, Prices, Pricing
from courses.training.planner.usage import Usage

Ints = NDArray[np.int64]


@dataclass
class _Rows:
    """Rows of the programme while it is put together."""

    entries_row: list[Ints]
    entries_column: list[Ints]
    entries_value: list[NDArray[np.float64]]
    upper: list[NDArray[np.float64]]
    lower: list[NDArray[np.float64]]
    count: int = 0

    @classmethod
    def none(cls) -> _Rows:
        return cls([], [], [], [], [])

    def add(
        self,
        key: Ints,
        column: Ints,
        value: NDArray[np.float64],
        lower: NDArray[np.float64],
        upper: NDArray[np.float64],
    ) -> None:
        """``key`` numbers the new rows from 0; ``lower`` and ``upper`` have one entry each."""
        self.entries_row.append(key + self.count)
        self.entries_column.append(column)
        self.entries_value.append(value)
        self.lower.append(lower)
        self.upper.append(upper)
        self.count += len(upper)


def exchange(
    pricing: Pricing,
    choice: Ints,
    prices: Prices,
    people: int,
    width: float,
    seconds: float,
    seed: int,
    barred: list[tuple[int, int]],
) -> Ints | None:
    """``choice`` as `rings.Rings` has it, bettered for so many people, those first who pay most
    beyond their best pattern; None if it can't be bettered so."""
    for row, session in barred:
        pricing.bar(int(pricing.seekers[row]), [session])
    rng = np.random.default_rng(seed)
    columns, _ = columns_within(pricing, prices, width)
    now = columns_of(pricing, choice)
    charged = pricing.charges(prices)
    best, _, _ = pricing.best(charged)
    beyond = np.maximum(0, priced(now, charged) - best)
    # Drawn without putting back, each with a weight of its own.
    order = np.argsort(-(rng.random(len(now)) ** (1 / (1 + beyond))), kind="stable")
    free = np.zeros(len(now), np.bool_)
    free[order[:people]] = True
    both = in_order([columns.take(free[columns.row]), now.take(free)])
    _, once = np.unique(both.keys(pricing.compiled.sessions), return_index=True)
    both = both.take(np.sort(once))
    kept = choice.copy()
    kept[free] = HOME
    taken = choose(pricing, both, usage_of(pricing, kept), seconds=seconds, seed=seed)
    if taken is None:
        return None
    better = choice.copy()
    better[both.row[taken], 0] = both.first[taken]
    better[both.row[taken], 1] = both.second[taken]
    return better if cost_of(pricing, better) < cost_of(pricing, choice) else None


def choose(
    pricing: Pricing,
    columns: Columns,
    kept: Usage,
    *,
    seconds: float,
    seed: int,
) -> NDArray[np.int64] | None:
    """For each person in ``columns`` the number of a column, at the least cost found; None if
    nothing was found in the time.

    ``kept`` is what everybody else uses. Columns are in the order of people, and each of these has
    one that is chosen now.
    """
    compiled = pricing.compiled
    sessions = compiled.sessions
    count = len(columns)
    second, first = np.flatnonzero(columns.second != HOME), np.flatnonzero(columns.first != HOME)
    at = np.concatenate([second, first])
    session = np.concatenate([columns.second[second], columns.first[first]]).astype(np.int64)
    row = columns.row[at]
    home = pricing.institution[row].astype(np.int64)
    ones = np.ones(len(at))
    rows = _Rows.none()
    people, person_row = np.unique(columns.row, return_inverse=True)
    one_each = np.ones(len(people))
    rows.add(person_row.astype(np.int64), np.arange(count), np.ones(count), one_each, one_each)
    free = np.full(sessions, -np.inf)
    rows.add(session, at, ones, free, np.maximum(0, compiled.seats - kept.seats).astype(float))

    cost = [columns.cost]
    bounds = [np.ones(count)]
    extra = count

    def bind(
        key: Ints, column: Ints, weight: NDArray[np.float64], limit: NDArray[np.float64]
    ) -> tuple[Ints, Ints, NDArray[np.float64], Ints]:
        """Only the rows that could be broken: their keys numbered anew, and their old keys."""
        wanted = np.bincount(key, weight, len(limit))
        tight = np.flatnonzero(wanted > limit)
        number = np.full(len(limit), -1, np.int64)
        number[tight] = np.arange(len(tight))
        inside = number[key] >= 0
        return number[key][inside], column[inside], weight[inside], tight

    cell = home * sessions + session
    left = np.where(compiled.most < NO_LIMIT, compiled.most - kept.sent, NO_LIMIT).ravel()
    key, column, weight, tight = bind(cell, at, ones, left.astype(float))
    limit = np.maximum(0, left[tight]).astype(float)
    rows.add(key, column, weight, np.full(len(tight), -np.inf), limit)

    department = pricing.department[row].astype(np.int64)
    which, day = np.nonzero(compiled.days.T[session])
    days = len(compiled.days)
    left = np.where(compiled.away < NO_LIMIT, compiled.away - kept.away[:-1], NO_LIMIT).ravel()
    left = np.concatenate([left, np.full(days, NO_LIMIT)])
    key, column, weight, tight = bind(
        department[which] * days + day, at[which], np.ones(len(which)), left.astype(float)
    )
    limit = np.maximum(0, left[tight]).astype(float)
    rows.add(key, column, weight, np.full(len(tight), -np.inf), limit)

    which, span = np.nonzero(compiled.years.T[session])
    spans = len(compiled.years)
    money = pricing.money[row, session]
    left = np.where(compiled.budget < NO_BUDGET // 2, compiled.budget - kept.spent, NO_BUDGET)
    left = left.ravel()
    key, column, weight, tight = bind(
        home[which] * spans + span, at[which], money[which], left.astype(float)
    )
    limit = np.maximum(0, left[tight]).astype(float)
    rows.add(key, column, weight, np.full(len(tight), -np.inf), limit)

    grants = compiled.grant[session].astype(float)
    left = (compiled.province_budget - kept.granted(compiled)).astype(float)
    key, column, weight, tight = bind(span, at[which], grants[which], left)
    rows.add(key, column, weight, np.full(len(tight), -np.inf), left[tight])

    def soften(key: Ints, column: Ints, limit: NDArray[np.float64], price: int, sign: int) -> None:
        """A row each that may be broken at a price: at most (1), or at least (-1) so many."""
        nonlocal extra
        slack = np.arange(len(limit))
        rows.add(
            np.concatenate([key, slack]),
            np.concatenate([column, extra + slack]),
            np.concatenate([np.ones(len(key)), np.full(len(limit), -float(sign))]),
            limit if sign < 0 else np.full(len(limit), -np.inf),
            np.full(len(limit), np.inf) if sign < 0 else limit,
        )
        cost.append(np.full(len(limit), float(price)))
        bounds.append(np.full(len(limit), np.inf))
        extra += len(limit)

    left = np.where(compiled.share < NO_LIMIT, compiled.share - kept.sent, NO_LIMIT).ravel()
    left = np.maximum(left, 0)
    key, column, _, tight = bind(cell, at, ones, left.astype(float))
    soften(key, column, left[tight].astype(float), compiled.crowding_cost, 1)
    missing = (compiled.least - kept.seats).astype(float)
    below = np.flatnonzero(missing > 0)
    number = np.full(sessions, -1, np.int64)
    number[below] = np.arange(len(below))
    inside = number[session] >= 0
    soften(number[session][inside], at[inside], missing[below], compiled.shortfall_cost, -1)
    lacking = (compiled.quota_least - kept.sent).ravel().astype(float)
    below = np.flatnonzero(lacking > 0)
    number = np.full(len(lacking), -1, np.int64)
    number[below] = np.arange(len(below))
    inside = number[cell] >= 0
    soften(number[cell][inside], at[inside], lacking[below], compiled.shortfall_cost, -1)

    return _solve(
        rows, np.concatenate(cost), np.concatenate(bounds), count, person_row, seconds, seed
    )


def _solve(
    rows: _Rows,
    cost: NDArray[np.float64],
    upper: NDArray[np.float64],
    count: int,
    person: Ints,
    seconds: float,
    seed: int,
) -> NDArray[np.int64] | None:
    row = np.concatenate(rows.entries_row)
    column = np.concatenate(rows.entries_column)
    value = np.concatenate(rows.entries_value)
    # A pair has two entries in the row of a budget: they are added up.
    where, entry = np.unique(column * rows.count + row, return_inverse=True)
    column, row = where // rows.count, where % rows.count
    value = np.asarray(np.bincount(entry, weights=value), np.float64)
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(cost), rows.count
    programme.col_cost_ = cost
    programme.col_lower_, programme.col_upper_ = np.zeros(len(cost)), upper
    programme.row_lower_ = np.concatenate(rows.lower)
    programme.row_upper_ = np.concatenate(rows.upper)
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.concatenate(
        [[0], np.cumsum(np.bincount(column, minlength=len(cost)))]
    ).astype(np.int32)
    programme.a_matrix_.index_ = row.astype(np.int32)
    programme.a_matrix_.value_ = value
    whole = [highspy.HighsVarType.kInteger] * count
    programme.integrality_ = whole + [highspy.HighsVarType.kContinuous] * (len(cost) - count)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("random_seed", seed)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 1e-5)
    solver.passModel(programme)
    solver.run()
    solution = solver.getSolution()
    if not solution.value_valid:
        return None
    taken = np.flatnonzero(np.array(solution.col_value)[:count] > 0.5)
    if len(taken) != person[-1] + 1:
        return None
    return taken
