"""Puts what the search chose into the ledger, and asks CP-SAT about institutions that fail."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.greedy import patterns_with_room
from courses.training.planner.ledger import Ledger, Pattern
from courses.training.planner.pricing import HOME, Pricing
from courses.training.planner.tasks import Answer, Chooser, CoverTask

Ints = NDArray[np.int64]

MOST_PATTERNS = 60  # of somebody who has no place
ALTERNATIVES = 6  # of a colleague


def realize(ledger: Ledger, pricing: Pricing, choice: Ints) -> list[int]:
    """Make the ledger hold the choice; returns the people whose meetings could not be covered."""
    wanted: dict[int, Pattern] = {}
    for row, person in enumerate(pricing.seekers.tolist()):
        pattern = tuple(int(session) for session in choice[row] if session != HOME)
        if pattern != ledger.goes[person]:
            wanted[person] = pattern
    for person in wanted:
        ledger.take(person)
    order = sorted(
        wanted, key=lambda one: (-len(wanted[one]), -len(ledger.missed(one, wanted[one])))
    )
    return [one for one in order if wanted[one] and not ledger.put(one, wanted[one])]


def with_colleagues(ledger: Ledger, people: Iterable[int]) -> list[int]:
    """These people, who could stand in for them, and whom they stand in for."""
    compiled, teaching = ledger.compiled, ledger.compiled.teaching
    found = set(people)
    standing = _standing(ledger)
    for person in tuple(found):
        for session in np.flatnonzero(compiled.eligibility.open[person]).tolist():
            for meeting in ledger.missed(person, (session,)):
                able = teaching.substitute[teaching.begins[meeting] : teaching.begins[meeting + 1]]
                found.update(able[(able >= 0) & (able < compiled.people)].tolist())
        for meetings in standing.get(person, {}).values():
            found.update(teaching.person[list(meetings)].tolist())
    return sorted(found)


def _standing(ledger: Ledger) -> dict[int, dict[int, set[int]]]:
    """By person and day the meetings that they stand in for, or make up."""
    found: dict[int, dict[int, set[int]]] = {}
    for (who, day), meetings in ledger.stands.items():
        if meetings:
            found.setdefault(who, {})[day] = meetings
    return found


def build_task(
    ledger: Ledger,
    pricing: Pricing,
    charged: NDArray[np.float64],
    people: Iterable[int],
    *,
    alternatives: int = ALTERNATIVES,
    seconds: float,
    effort: float,
    seed: int,
) -> CoverTask:
    """``charged`` is what seats cost beyond their own costs. The ledger is as before in the end."""
    rows = {int(person): row for row, person in enumerate(pricing.seekers)}
    people = [person for person in people if person in rows]
    before = {person: ledger.take(person) for person in people}
    choosers = []
    standing = _standing(ledger)
    for person in people:
        now = before[person][0]
        most = alternatives if now else MOST_PATTERNS
        found = patterns_with_room(ledger, pricing, charged, rows[person]) if most else []
        patterns = [pattern for _, pattern in found if ledger.has_room(person, pattern)][:most]
        if now and now not in patterns:
            patterns.append(now)
        busy = standing.get(person, {})
        patterns = [
            one
            for one in patterns
            if one == now or not any(day in busy for s in one for day in ledger.days_of(s))
        ]
        choosers.append(
            Chooser(
                person,
                tuple((one, _cost(ledger, person, one)) for one in (*patterns, ())),
                now,
            )
        )
    task = _task(ledger, choosers, seconds, effort, seed)
    for person, (pattern, covers) in before.items():
        ledger.put_with(person, pattern, covers)
    return task


def apply_answer(ledger: Ledger, answer: Answer) -> None:
    for person in answer.patterns:
        ledger.take(person)
    for person, pattern in answer.patterns.items():
        ledger.put_with(person, pattern, answer.covers)


def _cost(ledger: Ledger, person: int, pattern: Pattern) -> int:
    compiled = ledger.compiled
    if not pattern:
        return int(compiled.home_cost[person])
    return ledger.fares(person, pattern) + int(compiled.delay[person, pattern[-1]])


def _task(
    ledger: Ledger, choosers: list[Chooser], seconds: float, effort: float, seed: int
) -> CoverTask:
    compiled, teaching = ledger.compiled, ledger.compiled.teaching
    options: dict[int, tuple[tuple[int, int], ...]] = {}
    left: dict[object, int] = {
        ("province", span): money for span, money in enumerate(ledger.province.tolist())
    }
    share: dict[object, int] = {}
    for one in choosers:
        home, department = int(compiled.institution[one.person]), compiled.department[one.person]
        for span, money in enumerate(ledger.budget[home].tolist()):
            left["budget", home, span] = money
        for pattern, _ in one.patterns:
            for session in pattern:
                left["seat", session] = int(ledger.seats[session])
                left["most", home, session] = int(ledger.most[home, session])
                sent = int(compiled.most[home, session] - ledger.most[home, session])
                share["most", home, session] = max(0, int(compiled.share[home, session]) - sent)
                if department >= 0:
                    for day in np.flatnonzero(compiled.days[:, session]).tolist():
                        key = ("away", int(department), day)
                        left[key] = int(ledger.away[department, day])
            for meeting in ledger.missed(one.person, pattern):
                if meeting not in options:
                    options[meeting] = tuple(
                        (option, int(teaching.price[option]))
                        for option in ledger.options(meeting)
                        if ledger.is_free(option, meeting)
                    )
                    for option, _ in options[meeting]:
                        who = int(teaching.substitute[option])
                        if who >= 0:
                            left["extra", who] = int(teaching.limit[who] - ledger.extra[who])
    return CoverTask(tuple(choosers), options, left, share, seconds, effort, seed)
