"""The province's money over all years of a plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.compiling import Compiled
from courses.training.planner.money import NO_BUDGET

Ints = NDArray[np.int64]


def funds_of(compiled: Compiled) -> tuple[Ints, NDArray[np.bool_]]:
    """[S] the fund from which each session is paid, and [F, Y] which budgets of the province bound
    the fund: sessions under the same budgets share one."""
    bounded = compiled.province_budget < NO_BUDGET // 2
    under = compiled.years.T & bounded
    if not compiled.sessions:
        return np.zeros(0, np.int64), under[:1]
    members, fund = np.unique(under, axis=0, return_inverse=True)
    return fund.reshape(-1).astype(np.int64), members


def affordable(compiled: Compiled) -> float:
    """At least what the province can spend in all years together; NO_BUDGET where one is free."""
    _, members = funds_of(compiled)
    most = [compiled.province_budget[row].min(initial=NO_BUDGET) for row in members]
    every = compiled.province_budget[compiled.years.all(1)].min(initial=NO_BUDGET)
    return float(min(sum(most), every))
