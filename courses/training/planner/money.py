"""Budgets as arrays: Y spans of years, I institutions, S sessions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.problem import FIRST_YEAR, LAST_YEAR, Problem

NO_BUDGET = 2**40

Money = NDArray[np.int64]
Flags = NDArray[np.bool_]
Span = tuple[int, int]


def years_of(problem: Problem) -> tuple[Flags, tuple[Span, ...]]:
    """Only what a session begins in. There is one row at least."""
    began = np.array([one.first_day.year for one in problem.sessions], np.int64)
    spans = sorted(
        {
            one.years
            for one in problem.budgets
            if any(one.pays_for(session) for session in problem.sessions)
        }
    ) or [(FIRST_YEAR, LAST_YEAR)]
    rows = [(first <= began) & (began <= last) for first, last in spans]
    return np.array(rows, np.bool_), tuple(spans)


def budgets_of(
    problem: Problem, institutions: dict[str, int], spans: tuple[Span, ...]
) -> tuple[Money, Money]:
    """[I, Y] of institutions and [Y] of the province, as they are given."""
    own = np.full((len(institutions), len(spans)), NO_BUDGET, np.int64)
    of_province = np.full(len(spans), NO_BUDGET, np.int64)
    for one in problem.budgets:
        if one.years not in spans:
            continue
        row = of_province if one.institution is None else own[institutions[one.institution]]
        at = spans.index(one.years)
        row[at] = min(row[at], one.money)
    return own, of_province
