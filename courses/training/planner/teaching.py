"""The meetings that would be missed, and who or what could stand in, as arrays.

M meetings in the order of person and date, N options (a substitute or a make-up slot of one
meeting), H substitutes (the people of the plan first), Q slots.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.eligibility import Eligibility
from courses.training.planner.options import KEY, beginnings, find_options
from courses.training.planner.problem import MakeUpSlot, Meeting, Problem

NO_LIMIT = 1_000_000
IMPOSSIBLE = 10_000_000
AT_A_TIME = 60_000  # open sessions of people: memory

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Teaching:
    """Periods of a day are bits. Costs are weighted. Options that a fixed nomination rules out are
    left out already; a settled meeting has its settled option only."""

    names: tuple[str, ...]  # [M]
    person: Ints  # [M]
    day: Ints  # [M]
    periods: Longs  # [M]
    count: Ints  # [M] number of periods
    begins: Ints  # [M + 1] where a meeting's options begin
    substitute: Ints  # [N], -1 if it is a slot
    slot: Ints  # [N], -1 if it is a substitute
    price: Ints  # [N]
    substitutes: tuple[str, ...]  # [H]
    limit: Ints  # [H]
    slots: tuple[str, ...]  # [Q]
    slot_day: Ints  # [Q]
    slot_periods: Longs  # [Q]
    takes: Ints  # what the slots take, one slot after the other
    takes_from: Ints  # [Q + 1] where a slot's begin
    first_day: Ints  # [S]
    last_day: Ints  # [S]
    lowest: Ints  # [P, S] meetings lowest..highest are missed
    highest: Ints  # [P, S]
    cheapest: Ints  # [P, S] sum of the cheapest options
    possible: Flags  # [P, S] every meeting missed has an option

    def taken_by(self, slot: int) -> list[int]:
        taken: list[int] = self.takes[self.takes_from[slot] : self.takes_from[slot + 1]].tolist()
        return taken


def compile_teaching(problem: Problem, eligibility: Eligibility) -> Teaching:
    people = {person.id: index for index, person in enumerate(problem.people)}
    given = problem.meetings
    number = map(people.__getitem__, map(attrgetter("person"), given))
    person = np.fromiter(number, np.int32, len(given))
    day = _ordinals(given)
    sequence = np.lexsort((day, person))
    person, day = person[sequence], day[sequence]
    order = list(map(given.__getitem__, sequence.tolist()))
    first = np.array([one.first_day.toordinal() for one in problem.sessions], np.int32)
    last = np.array([one.last_day.toordinal() for one in problem.sessions], np.int32)
    keys = person.astype(np.int64) * KEY + day
    rows = np.arange(len(people), dtype=np.int64)[:, None] * KEY
    lowest = np.searchsorted(keys, rows + first[None, :], side="left").astype(np.int32)
    highest = np.searchsorted(keys, rows + last[None, :], side="right").astype(np.int32)

    slots = {one.id: index for index, one in enumerate(problem.make_up_slots)}
    slot_day = _ordinals(problem.make_up_slots)
    substitutes = dict(people)
    for one in problem.substitutes:
        substitutes.setdefault(one.id, len(substitutes))
    periods = list(map(attrgetter("periods"), order))
    count = np.fromiter(map(len, periods), np.int32, len(order))
    options = find_options(
        problem, order, person, day, count, substitutes=substitutes, slots=slots, slot_day=slot_day
    )
    limits = {one.id: one.most_periods for one in problem.substitutes}
    resources: dict[str, int] = {}
    taking = list(map(attrgetter("takes"), problem.make_up_slots))
    for name in chain.from_iterable(taking):
        if name not in resources:
            resources[name] = len(resources)
    teaching = Teaching(
        names=tuple(map(attrgetter("id"), order)),
        person=person,
        day=day,
        periods=_masks(periods),
        count=count,
        begins=options.begins,
        substitute=options.substitute,
        slot=options.slot,
        price=options.price,
        substitutes=tuple(substitutes),
        limit=np.array(
            [NO_LIMIT if (most := limits.get(name)) is None else most for name in substitutes],
            np.int32,
        ),
        slots=tuple(slots),
        slot_day=slot_day,
        slot_periods=_masks(list(map(attrgetter("periods"), problem.make_up_slots))),
        takes=np.fromiter(map(resources.__getitem__, chain.from_iterable(taking)), np.int32),
        takes_from=beginnings(list(map(len, taking))),
        first_day=first,
        last_day=last,
        lowest=lowest,
        highest=highest,
        cheapest=np.zeros(lowest.shape, np.int32),
        possible=np.ones(lowest.shape, np.bool_),
    )
    _price(teaching, eligibility.open)
    return teaching


def _ordinals(given: Sequence[Meeting] | Sequence[MakeUpSlot]) -> Ints:
    days = map(datetime.date.toordinal, map(attrgetter("date"), given))
    return np.fromiter(days, np.int32, len(given))


def _masks(periods: list[tuple[int, ...]]) -> Longs:
    masks = {one: sum(1 << period for period in set(one)) for one in set(periods)}
    return np.fromiter(map(masks.__getitem__, periods), np.int64, len(periods))


def _price(teaching: Teaching, is_open: Flags) -> None:
    """Fill in `cheapest` and `possible` of every open session.

    A slot within the session itself is no option; one within the other session of a pair is counted
    as one here.
    """
    meetings = len(teaching.person)
    if not meetings:
        return
    person, session = np.nonzero(is_open & (teaching.highest > teaching.lowest))
    for begins in range(0, len(person), AT_A_TIME):
        part = slice(begins, begins + AT_A_TIME)
        _price_part(teaching, person[part], session[part])


def _price_part(teaching: Teaching, person: Longs, session: Longs) -> None:
    cost, possible = teaching.cheapest, teaching.possible
    # One entry for each open session and meeting missed through it.
    lowest = teaching.lowest[person, session]
    missed = teaching.highest[person, session] - lowest
    total = int(missed.sum())
    if not total:
        return
    pair = np.repeat(np.arange(len(person)), missed)
    meeting = np.arange(total) - np.repeat(np.cumsum(missed) - missed, missed) + lowest[pair]
    # One entry for each of these and each option of the meeting.
    options = teaching.begins[meeting + 1] - teaching.begins[meeting]
    best = np.full(total, IMPOSSIBLE, np.int64)
    which = np.repeat(np.arange(total), options)
    option = (
        np.arange(len(which))
        - np.repeat(np.cumsum(options) - options, options)
        + teaching.begins[meeting[which]]
    )
    price = teaching.price[option].astype(np.int64)
    slot = teaching.slot[option]
    if len(teaching.slot_day):
        date = teaching.slot_day[slot]
        at = session[pair[which]]
        within = (date >= teaching.first_day[at]) & (date <= teaching.last_day[at])
        price[(slot >= 0) & within] = IMPOSSIBLE
    filled = np.flatnonzero(options)
    if len(which):
        starts = (np.cumsum(options) - options)[filled]
        best[filled] = np.minimum.reduceat(price, starts)
    sums = np.bincount(pair, weights=best.astype(np.float64), minlength=len(person))
    hopeless = np.zeros(len(person), np.bool_)
    hopeless[pair[best >= IMPOSSIBLE]] = True
    cost[person, session] = np.where(hopeless, 0, sums).astype(np.int32)
    possible[person[hopeless], session[hopeless]] = False
