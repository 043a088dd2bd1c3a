"""What the judge says of seats, quotas, departments and money, from the plan alone."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator

from courses.training.planner.measuring import days_of
from courses.training.planner.problem import Problem, Session
from courses.training.planner.violations import Violation, ViolationKind


def crowds(problem: Problem, goes: dict[str, list[Session]]) -> Iterator[Violation]:
    """Limits on how many go; `goes` holds the sessions of each person's id."""
    # What is fixed may be beyond a limit; then nobody comes in addition.
    kept_seats: Counter[str] = Counter()
    kept_sent: Counter[tuple[str, str]] = Counter()
    kept_away: Counter[tuple[str, datetime.date]] = Counter()
    kept_of_department: Counter[tuple[str | None, str]] = Counter()
    seats: Counter[str] = Counter()
    sent: Counter[tuple[str, str]] = Counter()
    away: Counter[tuple[str, datetime.date]] = Counter()
    of_department: Counter[tuple[str | None, str]] = Counter()
    for person in problem.people:
        absent: set[datetime.date] = set()
        held: set[datetime.date] = set()
        for session in goes[person.id]:
            seats[session.id] += 1
            sent[person.institution, session.id] += 1
            of_department[person.department, session.id] += 1
            absent.update(days_of(session))
            if session.id in person.fixed:
                kept_seats[session.id] += 1
                kept_sent[person.institution, session.id] += 1
                kept_of_department[person.department, session.id] += 1
                held.update(days_of(session))
        if person.department is not None:
            away.update((person.department, day) for day in absent)
            kept_away.update((person.department, day) for day in held)
    for session in problem.sessions:
        if seats[session.id] > max(session.seats, kept_seats[session.id]):
            yield Violation(ViolationKind.OVER_SEATS, session.id, str(seats[session.id]))
    for quota in problem.quotas:
        at = quota.institution, quota.session
        if quota.most is not None and sent[at] > max(quota.most, kept_sent[at]):
            yield Violation(ViolationKind.OVER_QUOTA, quota.institution, quota.session)
    for department, name, most in problem.department_quotas:
        people = of_department[department, name]
        if people > max(most, kept_of_department[department, name]):
            yield Violation(ViolationKind.OVER_QUOTA, department, name)
    limits = {department.id: department.most_away for department in problem.departments}
    for (department, day), people in sorted(away.items()):
        limit = limits[department]
        if limit is not None and people > max(limit, kept_away[department, day]):
            yield Violation(ViolationKind.OVER_DEPARTMENT_LIMIT, department, day.isoformat())


def money(problem: Problem, goes: dict[str, list[Session]]) -> Iterator[Violation]:
    """Budgets, by payer and year; `goes` as above."""
    fares = {(fare.home, fare.region): fare.money for fare in problem.fares}
    homes = {institution.id: institution.region for institution in problem.institutions}
    spent: Counter[tuple[str | None, int]] = Counter()
    kept: Counter[tuple[str | None, int]] = Counter()
    for person in problem.people:
        for session in goes[person.id]:
            fare = fares.get((homes[person.institution], session.region), 0)
            price = session.price + (fare if session.region else 0)
            year = session.first_day.year
            for payer, paid in ((person.institution, price), (None, session.grant)):
                spent[payer, year] += paid
                if session.id in person.fixed:
                    kept[payer, year] += paid
    years = sorted({session.first_day.year for session in problem.sessions})
    for budget in problem.budgets:
        first, last = budget.first_year, budget.last_year
        own = [
            (budget.institution, year)
            for year in years
            if (first is None or first <= year) and (last is None or year <= last)
        ]
        total = sum(spent[one] for one in own)
        if total > max(budget.money, sum(kept[one] for one in own)):
            yield Violation(ViolationKind.OVER_BUDGET, budget.institution or "", str(total))
