"""The problem as arrays: what each person may attend, what it costs, what it uses up.

Nothing here knows ids or dates any more; it is small enough to be sent to other processes, and
neither HiGHS nor ortools is loaded. P people, S sessions, I institutions, D departments, Y spans of
years.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.eligibility import Eligibility, find_eligibility
from courses.training.planner.money import budgets_of, years_of
from courses.training.planner.problem import LONGEST_WAIT_MONTHS, Person, Problem
from courses.training.planner.teaching import Teaching, compile_teaching

NO_LIMIT = 1_000_000

Ints = NDArray[np.int32]
Money = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Compiled:
    """A pattern is one session or an ordered pair of a person; both may stand beside fixed ones.

    What is left of seats, quotas, limits and budgets is without what fixed nominations use, and
    never negative. Costs are weighted.
    """

    institution: Ints  # [P]
    department: Ints  # [P], -1 is none
    done: Flags  # [P] meets the cycle by what is fixed: gets nothing more
    fixed: tuple[tuple[int, ...], ...]  # [P]
    eligibility: Eligibility
    teaching: Teaching
    cost: Ints  # [P, S] fare and the cheapest cover of what would be missed
    delay: Ints  # [P, S] if it is the person's last session
    home_cost: Ints  # [P] for meeting the cycle not at all
    fixed_delay: Ints  # [P] delay if the last fixed session is the person's last
    constant: int  # cost of what is fixed, whatever is planned: fares
    fares: Ints  # [P, S] in yuan
    months: Money  # [P] waited
    weeks: Money  # [S] until it begins
    money: Ints  # [P, S] price and fare
    # [Y, S] which sessions begin in the years of a budget: one row for each span of years that a
    # budget is for, the first and last of which are in `spans`
    years: Flags
    spans: tuple[tuple[int, int], ...]
    grant: Ints  # [S]
    seats: Ints  # [S] left
    least: Ints  # [S] still missing at the soft minimum
    most: Ints  # [I, S] left of quotas
    share: Ints  # [I, S] left before crowding costs
    crowded: int  # people beyond shares by what is fixed
    quota_least: Ints  # [I, S] still missing
    budget: Money  # [I, Y] left
    province_budget: Money  # [Y] left
    # [T, S] which sessions are on: one row for each largest set that meets on a day, then one for
    # each session that has quotas of departments, by itself
    days: Flags
    calendar: int  # how many of the rows are those of days
    away: Ints  # [D, T] left of the department's limit, or of its quota
    crowding_cost: int
    shortfall_cost: int
    uncovered_cost: int  # of a meeting missed by a fixed nomination that nobody can cover

    @property
    def people(self) -> int:
        return len(self.institution)

    @property
    def sessions(self) -> int:
        return len(self.seats)


def compile_problem(problem: Problem) -> Compiled:
    people, sessions, weights = problem.people, problem.sessions, problem.weights
    institutions = {one.id: index for index, one in enumerate(problem.institutions)}
    departments = {one.id: index for index, one in enumerate(problem.departments)}
    session_index = {one.id: index for index, one in enumerate(sessions)}
    institution = np.array([institutions[one.institution] for one in people], np.int32)
    department = np.array(
        [-1 if one.department is None else departments[one.department] for one in people], np.int32
    )
    fixed = tuple(tuple(session_index[name] for name in one.fixed) for one in people)
    months = np.array([months_waited(problem, one) for one in people], np.int64)
    weeks = np.array([(one.first_day - problem.starts_on).days // 7 for one in sessions], np.int64)
    eligibility = find_eligibility(problem)
    teaching = compile_teaching(problem, eligibility)
    fares = _fares(problem)[institution] if people else np.zeros((0, len(sessions)), np.int32)
    price = np.array([one.price for one in sessions], np.int32)
    grant = np.array([one.grant for one in sessions], np.int32)

    taken = np.zeros((len(institutions), len(sessions)), np.int32)
    years, spans = years_of(problem)
    budget, province_budget = budgets_of(problem, institutions, spans)
    fixed_fares = 0
    for person, settled in enumerate(fixed):
        for session in settled:
            taken[institution[person], session] += 1
            seat = int(price[session]) + int(fares[person, session])
            budget[institution[person]] -= years[:, session] * seat
            province_budget -= years[:, session] * int(grant[session])
            fixed_fares += int(fares[person, session])
    most, share, quota_least, crowded = _quotas(problem, institutions, session_index, taken)
    calendar = _days(problem)
    days = np.vstack([calendar, _with_quotas(problem, session_index)])
    home = weights.unplaced + weights.waiting * months
    latest = np.array([max((weeks[s] for s in row), default=0) for row in fixed], np.int64)
    return Compiled(
        institution=institution,
        department=department,
        done=eligibility.done,
        fixed=fixed,
        eligibility=eligibility,
        teaching=teaching,
        cost=(fares * weights.travel + teaching.cheapest).astype(np.int32),
        delay=(
            weights.delay * months[:, None] * np.maximum(weeks[None, :], latest[:, None])
        ).astype(np.int32),
        home_cost=home.astype(np.int32),
        fixed_delay=(weights.delay * months * latest).astype(np.int32),
        constant=fixed_fares * weights.travel,
        fares=fares,
        months=months,
        weeks=weeks,
        money=(price[None, :] + fares).astype(np.int32),
        years=years,
        spans=spans,
        grant=grant,
        seats=np.maximum(
            0, np.array([one.seats for one in sessions], np.int32) - taken.sum(0)
        ).astype(np.int32),
        least=np.maximum(
            0, np.array([one.least for one in sessions], np.int32) - taken.sum(0)
        ).astype(np.int32),
        most=most,
        share=share,
        crowded=crowded,
        quota_least=quota_least,
        budget=np.maximum(0, budget),
        province_budget=np.maximum(0, province_budget),
        days=days,
        calendar=len(calendar),
        away=_away(problem, department, fixed, days, len(calendar)),
        crowding_cost=weights.crowding,
        shortfall_cost=weights.shortfall,
        uncovered_cost=weights.unplaced,
    )


def months_waited(problem: Problem, person: Person) -> int:
    if person.last_trained is None:
        return LONGEST_WAIT_MONTHS
    return max(0, min(LONGEST_WAIT_MONTHS, (problem.starts_on - person.last_trained).days // 30))


def _fares(problem: Problem) -> Ints:
    """[I, S]"""
    fares = {(fare.home, fare.region): fare.money for fare in problem.fares if fare.region}
    return np.array(
        [
            [fares.get((home.region, session.region), 0) for session in problem.sessions]
            for home in problem.institutions
        ],
        np.int32,
    ).reshape(len(problem.institutions), len(problem.sessions))


def _quotas(
    problem: Problem, institutions: dict[str, int], sessions: dict[str, int], taken: Ints
) -> tuple[Ints, Ints, Ints, int]:
    most = np.full(taken.shape, NO_LIMIT, np.int32)
    share = np.full(taken.shape, NO_LIMIT, np.int32)
    least = np.zeros(taken.shape, np.int32)
    for quota in problem.quotas:
        at = institutions[quota.institution], sessions[quota.session]
        if quota.most is not None:
            most[at] = max(0, quota.most - int(taken[at]))
        if quota.share is not None:
            share[at] = quota.share
        least[at] = max(0, quota.least - int(taken[at]))
    crowded = int(np.maximum(0, taken - share).sum())
    return most, np.maximum(0, share - taken).astype(np.int32), least, crowded


def _days(problem: Problem) -> Flags:
    """Sets of sessions that are on together, only the largest: every day's set is part of one."""
    first = np.array([one.first_day.toordinal() for one in problem.sessions], np.int64)
    last = np.array([one.last_day.toordinal() for one in problem.sessions], np.int64)
    sets = {tuple(np.flatnonzero((first <= day) & (last >= day)).tolist()) for day in first}
    largest = sorted(one for one in sets if not any(set(one) < set(other) for other in sets))
    days = np.zeros((len(largest), len(problem.sessions)), np.bool_)
    for row, members in enumerate(largest):
        days[row, list(members)] = True
    return days


def _with_quotas(problem: Problem, sessions: dict[str, int]) -> Flags:
    """A quota of a department is a limit of those who are away at one session: it needs nothing but
    a row for that session."""
    named = sorted({sessions[quota.session] for quota in problem.department_quotas})
    rows = np.zeros((len(named), len(sessions)), np.bool_)
    rows[np.arange(len(named)), named] = True
    return rows


def _away(
    problem: Problem,
    department: Ints,
    fixed: tuple[tuple[int, ...], ...],
    days: Flags,
    calendar: int,
) -> Ints:
    left = np.full((len(problem.departments), len(days)), NO_LIMIT, np.int32)
    index_of = {one.id: index for index, one in enumerate(problem.departments)}
    for index, one in enumerate(problem.departments):
        if one.most_away is not None:
            left[index, :calendar] = one.most_away
    row_of = {
        problem.sessions[int(np.flatnonzero(days[row])[0])].id: row
        for row in range(calendar, len(days))
    }
    for quota in problem.department_quotas:
        left[index_of[quota.department], row_of[quota.session]] = quota.most
    for person, settled in enumerate(fixed):
        if department[person] >= 0:
            for session in settled:
                left[department[person]] -= days[:, session]
    return np.maximum(0, left).astype(np.int32)
