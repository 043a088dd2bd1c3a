"""Which sessions each person may attend, alone or in pairs, by the rules that concern nobody else.

Teaching isn't looked at here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from courses.training.planner.problem import Owed, Person, Problem, Session

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Eligibility:
    """``pairs[kind_of_pairs[p], a, b]``: going to ``a`` and later to ``b`` meets the cycle where
    neither alone would do; people of whom that holds for no pair have -1."""

    done: Flags  # [P]
    open: Flags  # [P, S] admitted, available, not forbidden, far enough from what is fixed
    single: Flags  # [P, S] and enough by itself
    kind_of_pairs: NDArray[np.int32]  # [P]
    pairs: Flags  # [K, S, S]


def find_eligibility(problem: Problem) -> Eligibility:
    table = _Sessions(problem)
    count = len(problem.people), len(problem.sessions)
    is_open, single = np.zeros(count, np.bool_), np.zeros(count, np.bool_)
    done = np.zeros(count[0], np.bool_)
    kinds = np.full(count[0], -1, np.int32)
    known: dict[object, _Kind] = {}
    pairs: list[Flags] = []
    for index, person in enumerate(problem.people):
        key = (person.owed, person.attended, person.fixed, person.kind)
        kind = known.get(key)
        if kind is None:
            kind = known[key] = _kind(table, person)
            if kind.pairs is not None:
                kind.row = len(pairs)
                pairs.append(kind.pairs)
        done[index] = kind.done
        if kind.done:
            continue
        available = kind.admitted & table.available(person)
        is_open[index] = available
        single[index] = available & kind.single
        kinds[index] = kind.row
    stacked = np.array(pairs) if pairs else np.zeros((0, count[1], count[1]), np.bool_)
    return Eligibility(done, is_open, single, kinds, stacked)


class _Kind:
    """What people with the same debt, past and fixed sessions have in common."""

    def __init__(self, done: bool, admitted: Flags, single: Flags, pairs: Flags | None) -> None:
        self.done, self.admitted, self.single, self.pairs = done, admitted, single, pairs
        self.row = -1


def _kind(table: _Sessions, person: Person) -> _Kind:
    fixed = [table.index[name] for name in person.fixed]
    sessions, hours = len(fixed), int(table.hours[fixed].sum())
    none = np.zeros(len(table.hours), np.bool_)
    if enough(person.owed, sessions, hours):
        return _Kind(True, none, none, None)
    admitted = table.admitted(person)
    for other in fixed:
        admitted &= table.apart[:, other] | table.apart[other, :]
        admitted[other] = False
        admitted &= table.repeatable | (table.programme != table.programme[other])
    # Programmes each session asks for that neither the past nor a fixed session fulfils.
    lacking = np.zeros(len(none), np.int64)
    for s in table.demanding:
        lacking[s] = len(
            table.requires[s]
            - person.attended
            - {table.names[table.programme[f]] for f in fixed if table.first[s] > table.last[f]}
        )
    single = (
        admitted & (lacking == 0) & _enough_rows(person.owed, sessions + 1, hours + table.hours)
    )
    return _Kind(False, admitted, single, _pairs(table, person, admitted, lacking, single, fixed))


def _pairs(
    table: _Sessions,
    person: Person,
    admitted: Flags,
    lacking: NDArray[np.int64],
    single: Flags,
    fixed: list[int],
) -> Flags | None:
    if not (admitted & ~single & (lacking == 0)).any():
        return None  # nothing to begin with that wouldn't do alone
    hours = int(table.hours[fixed].sum()) + table.hours[:, None] + table.hours[None, :]
    pairs = _enough_rows(person.owed, len(fixed) + 2, hours)
    pairs = pairs & table.apart & admitted[:, None] & admitted[None, :]
    pairs &= (table.programme[:, None] != table.programme[None, :]) | table.repeatable[:, None]
    # The first must have what it asks for; the second may lack only the first's programme.
    fills = np.zeros_like(pairs)
    for second in np.flatnonzero(lacking > 0):
        for name in table.requires[second] - person.attended:
            fills[:, second] |= table.programme == table.number.get(name, -1)
    pairs &= (lacking == 0)[:, None]
    pairs &= (lacking == 0)[None, :] | ((lacking == 1)[None, :] & fills)
    # Where one alone would do, nobody is sent to two.
    pairs &= ~single[:, None] & ~single[None, :]
    return pairs if pairs.any() else None


def enough(owed: Owed, sessions: int, hours: int) -> bool:
    return bool(_enough_rows(owed, sessions, np.array([hours]))[0])


def _enough_rows(owed: Owed, sessions: int, hours: NDArray[np.int64]) -> Flags:
    by_hours = hours >= owed.hours
    if owed.both or not owed.sessions or not owed.hours:
        return by_hours & (sessions >= owed.sessions)
    return by_hours | (sessions >= owed.sessions)


class _Sessions:
    """The sessions as columns."""

    def __init__(self, problem: Problem) -> None:
        sessions: tuple[Session, ...] = problem.sessions
        programmes = {one.id: one for one in problem.programmes}
        self.names = [one.id for one in problem.programmes]
        self.number = {name: index for index, name in enumerate(self.names)}
        self.index = {one.id: index for index, one in enumerate(sessions)}
        self.hours = np.array([one.hours for one in sessions], np.int64)
        self.programme = np.array([self.number[one.programme] for one in sessions], np.int64)
        self.repeatable = np.array([programmes[one.programme].repeatable for one in sessions], bool)
        self.requires = [programmes[one.programme].requires for one in sessions]
        self.demanding = [index for index, names in enumerate(self.requires) if names]
        self.kinds = [programmes[one.programme].kinds for one in sessions]
        self._of_kind: dict[str, Flags] = {}
        self.first = np.array([one.first_day.toordinal() for one in sessions], np.int64)
        self.last = np.array([one.last_day.toordinal() for one in sessions], np.int64)
        # apart[a, b]: a is over long enough before b begins.
        between = self.first[None, :] - self.last[:, None] - 1
        self.apart = between >= problem.days_between

    def admitted(self, person: Person) -> Flags:
        known = np.zeros(len(self.names), np.bool_)
        known[[self.number[one] for one in person.attended if one in self.number]] = True
        attended = known[self.programme]
        if person.kind not in self._of_kind:
            self._of_kind[person.kind] = np.array(
                [not kinds or person.kind in kinds for kinds in self.kinds], np.bool_
            )
        return self._of_kind[person.kind] & (self.repeatable | ~attended)

    def available(self, person: Person) -> Flags:
        free = np.ones(len(self.hours), np.bool_)
        for span in person.unavailable:
            first, last = span.first.toordinal(), span.last.toordinal()
            free &= (self.last < first) | (self.first > last)
        for name in person.forbidden:
            if name in self.index:
                free[self.index[name]] = False
        return free
