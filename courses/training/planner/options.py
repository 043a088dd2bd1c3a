"""Who or what could stand in for each meeting, as arrays: first substitutes, then make-up slots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.problem import Cover, Meeting, Problem

KEY = 1 << 22  # more than any day's ordinal

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Options:
    """Of M meetings N options, as `teaching.Teaching` has them."""

    begins: Ints  # [M + 1]
    substitute: Ints  # [N]
    slot: Ints  # [N]
    price: Ints  # [N]


def find_options(
    problem: Problem,
    meetings: Sequence[Meeting],
    person: Ints,
    day: Ints,
    count: Ints,
    *,
    substitutes: dict[str, int],
    slots: dict[str, int],
    slot_day: Ints,
) -> Options:
    """``person``, ``day`` and ``count`` (of periods) are those of the meetings. Candidates that are
    not among ``substitutes`` get the next numbers there."""
    weights = problem.weights
    settled = {cover.meeting: cover for cover in problem.settled}
    candidates = list(map(attrgetter("candidates"), meetings))
    make_ups = list(map(attrgetter("make_ups"), meetings))
    kept = np.zeros(len(meetings), np.bool_)
    if settled:
        for index, meeting in enumerate(meetings):
            if (cover := settled.get(meeting.id)) is not None:
                kept[index] = True
                candidates[index], make_ups[index] = _only(meeting, cover)

    # Hundreds of thousands: all is done by loops in C.
    names = list(map(itemgetter(0), chain.from_iterable(candidates)))
    for name in sorted(set(names).difference(substitutes)):
        substitutes[name] = len(substitutes)
    who = np.fromiter(map(substitutes.__getitem__, names), np.int32, len(names))
    del names
    costs = map(itemgetter(1), chain.from_iterable(candidates))
    extra = np.fromiter(costs, np.int32, len(who))
    of = np.repeat(np.arange(len(meetings)), list(map(len, candidates)))
    slot = np.fromiter(map(slots.__getitem__, chain.from_iterable(make_ups)), np.int32)
    slot_of = np.repeat(np.arange(len(meetings)), list(map(len, make_ups)))

    away = _fixed_absences(problem, substitutes)
    if len(away):
        free = kept[of] | ~np.isin(who.astype(np.int64) * KEY + day[of], away)
        who, extra, of = who[free], extra[free], of[free]
        own = person[slot_of].astype(np.int64) * KEY + slot_day[slot]
        free = kept[slot_of] | ~np.isin(own, away)
        slot, slot_of = slot[free], slot_of[free]

    offered_to = np.concatenate([of, slot_of])
    order = np.argsort(offered_to, kind="stable")
    nobody, none = np.full(len(slot), -1, np.int32), np.full(len(who), -1, np.int32)
    price = [
        weights.substituting * count[of] + weights.candidates * extra,
        weights.making_up * count[slot_of],
    ]
    return Options(
        begins=beginnings(np.bincount(offered_to, minlength=len(meetings))),
        substitute=np.concatenate([who, nobody])[order],
        slot=np.concatenate([none, slot])[order],
        price=np.concatenate(price)[order].astype(np.int32),
    )


def beginnings(numbers: Sequence[int] | Longs) -> Ints:
    """Where each of so many begins, and the last one ends."""
    return np.concatenate([[0], np.cumsum(numbers, dtype=np.int64)]).astype(np.int32)


def _only(meeting: Meeting, cover: Cover) -> tuple[tuple, tuple[str, ...]]:
    if cover.substitute is None:
        return (), () if cover.slot is None else (cover.slot,)
    cost = dict(meeting.candidates).get(cover.substitute, 0)
    return ((cover.substitute, cost),), () if cover.slot is None else (cover.slot,)


def _fixed_absences(problem: Problem, numbers: dict[str, int]) -> Longs:
    """People and the days on which they are at fixed sessions."""
    days: set[int] = set()
    for person in problem.people:
        for name in person.fixed:
            session = problem.session_by_id[name]
            first, last = session.first_day.toordinal(), session.last_day.toordinal()
            days.update(numbers[person.id] * KEY + day for day in range(first, last + 1))
    return np.array(sorted(days), np.int64)
