"""A plan under construction: who goes where, who covers what, and what is left of everything.

Everybody's patterns are tuples of session numbers in the order of their dates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from courses.training.planner.compiling import Compiled
from courses.training.planner.standing_in import Covers, StandingIn
from courses.training.planner.usage import Usage

Pattern = tuple[int, ...]


class Ledger(StandingIn):
    def __init__(self, compiled: Compiled, *, covering_fixed: bool = True) -> None:
        super().__init__(compiled)
        teaching = compiled.teaching
        self.goes: list[Pattern] = [()] * compiled.people
        self.uncovered: set[int] = set()
        self.seats = compiled.seats.astype(np.int64)
        self.most = compiled.most.astype(np.int64)
        self.away = compiled.away.astype(np.int64)
        self.budget = compiled.budget.copy()
        self.province = compiled.province_budget.copy()
        self._days = [
            range(int(first), int(last) + 1)
            for first, last in zip(teaching.first_day, teaching.last_day, strict=True)
        ]
        self._rows = [np.flatnonzero(compiled.days[:, s]) for s in range(compiled.sessions)]
        self._years = [np.flatnonzero(began).tolist() for began in compiled.years.T]
        for person, fixed in enumerate(compiled.fixed):
            for session in fixed:
                self.absent[person].update(self._days[session])
        # Their own meetings are covered before anybody else asks for a substitute.
        for person, fixed in enumerate(compiled.fixed):
            for meeting in self.missed(person, fixed) if covering_fixed else ():
                if not self._cover_one(meeting):
                    self.uncovered.add(meeting)

    def days_of(self, session: int) -> range:
        return self._days[session]

    def missed(self, person: int, sessions: Iterable[int]) -> list[int]:
        teaching = self.compiled.teaching
        return [
            meeting
            for session in sessions
            for meeting in range(
                int(teaching.lowest[person, session]), int(teaching.highest[person, session])
            )
        ]

    def has_room(self, person: int, pattern: Pattern) -> bool:
        """Whether seats, quota, department and money allow it; teaching isn't looked at."""
        compiled = self.compiled
        home, department = compiled.institution[person], compiled.department[person]
        for session in pattern:
            if self.seats[session] < 1 or self.most[home, session] < 1:
                return False
            if department >= 0 and (self.away[department, self._rows[session]] < 1).any():
                return False
        money, grant = compiled.money[person], compiled.grant
        for at, session in enumerate(pattern):
            for span in self._years[session]:
                # With what the others of the same years cost.
                among = [session]
                among += [one for one in pattern[:at] if span in self._years[one]]
                if sum(int(money[one]) for one in among) > self.budget[home, span]:
                    return False
                if sum(int(grant[one]) for one in among) > self.province[span]:
                    return False
        return True

    def put(self, person: int, pattern: Pattern) -> bool:
        """Send somebody who stays at home, if all that would be missed can be covered."""
        if not self.has_room(person, pattern):
            return False
        days = {day for session in pattern for day in self._days[session]}
        if not self._stand_down(person, days):
            return False
        return self._send(person, pattern, days, self._cover_one)

    def put_as(self, person: int, pattern: Pattern, covers: Covers) -> bool:
        """The same, covered just as given, if nobody else's cover has to change."""
        days = {day for session in pattern for day in self._days[session]}
        if any(self.stands.get((person, day)) for day in days):
            return False
        if not self.has_room(person, pattern):
            return False

        def cover(meeting: int) -> bool:
            free = meeting in covers and self.is_free(covers[meeting], meeting)
            if free:
                self.cover(meeting, covers[meeting])
            return free

        return self._send(person, pattern, days, cover)

    def _send(
        self, person: int, pattern: Pattern, days: set[int], cover: Callable[[int], bool]
    ) -> bool:
        """One meeting after the other: two may be in the way of each other."""
        self.absent[person] |= days
        done: list[int] = []
        for meeting in sorted(self.missed(person, pattern), key=self._choice):
            if not cover(meeting):
                for other in done:
                    self.uncover(other)
                self.absent[person] -= days
                return False
            done.append(meeting)
        self._book(person, pattern, 1)
        self.goes[person] = pattern
        return True

    def put_with(self, person: int, pattern: Pattern, covers: Covers) -> None:
        """Send somebody whose meetings are covered as given; nothing is looked at."""
        for session in pattern:
            self.absent[person].update(self._days[session])
        for meeting in self.missed(person, pattern):
            self.cover(meeting, covers[meeting])
        self._book(person, pattern, 1)
        self.goes[person] = pattern

    def take(self, person: int) -> tuple[Pattern, Covers]:
        """Call somebody back home; returns where the person was to go, and the covers."""
        pattern = self.goes[person]
        covers = {meeting: self.covers[meeting] for meeting in self.missed(person, pattern)}
        for meeting in covers:
            self.uncover(meeting)
        for session in pattern:
            self.absent[person].difference_update(self._days[session])
        self._book(person, pattern, -1)
        self.goes[person] = ()
        return pattern, covers

    def snapshot(self) -> tuple[list[Pattern], Covers]:
        return list(self.goes), dict(self.covers)

    def restore(self, goes: list[Pattern], covers: Covers) -> None:
        """Back to what `snapshot` has returned."""
        changed = [
            person
            for person, pattern in enumerate(goes)
            if pattern != self.goes[person]
            or any(covers[one] != self.covers[one] for one in self.missed(person, pattern))
        ]
        for person in changed:
            self.take(person)
        for person in changed:
            self.put_with(person, goes[person], covers)

    @property
    def placed(self) -> int:
        """How many meet the cycle, by what is fixed or by the plan."""
        return int(self.compiled.done.sum()) + sum(1 for pattern in self.goes if pattern)

    def cost(self) -> int:
        """The whole cost, with the covers as they are."""
        compiled, teaching = self.compiled, self.compiled.teaching
        total = compiled.constant + int(compiled.fixed_delay[compiled.done].sum())
        total += compiled.crowding_cost * compiled.crowded
        total += compiled.uncovered_cost * len(self.uncovered)
        for person, pattern in enumerate(self.goes):
            if pattern:
                total += self.fares(person, pattern) + int(compiled.delay[person, pattern[-1]])
            elif not compiled.done[person]:
                total += int(compiled.home_cost[person])
        total += sum(int(teaching.price[option]) for option in self.covers.values())
        usage = self.usage()
        missing = np.maximum(0, compiled.least - usage.seats).sum()
        missing += np.maximum(0, compiled.quota_least - usage.sent).sum()
        crowded = np.maximum(0, usage.sent - compiled.share).sum()
        return int(total + compiled.crowding_cost * crowded + compiled.shortfall_cost * missing)

    def fares(self, person: int, pattern: Pattern) -> int:
        """What the pattern costs without covers and delay."""
        cheapest = self.compiled.teaching.cheapest
        return sum(int(self.compiled.cost[person, s] - cheapest[person, s]) for s in pattern)

    def _book(self, person: int, pattern: Pattern, sign: int) -> None:
        compiled = self.compiled
        home, department = compiled.institution[person], compiled.department[person]
        for session in pattern:
            self.seats[session] -= sign
            self.most[home, session] -= sign
            if department >= 0:
                self.away[department, self._rows[session]] -= sign
            for span in self._years[session]:
                self.budget[home, span] -= sign * int(compiled.money[person, session])
                self.province[span] -= sign * int(compiled.grant[session])

    def _stand_down(self, person: int, days: set[int]) -> bool:
        """Find others for what the person stands in for on these days, or change nothing."""
        stands = [m for day in days for m in self.stands.get((person, day), ())]
        if not stands:
            return True
        before = {meeting: self.covers[meeting] for meeting in stands}
        self.absent[person] |= days
        for meeting in stands:
            self.uncover(meeting)
        found = all(self._cover_one(meeting) for meeting in stands)
        if not found:
            for meeting in stands:
                if meeting in self.covers:
                    self.uncover(meeting)
            for meeting, option in before.items():
                self.cover(meeting, option)
        self.absent[person] -= days
        return found

    def usage(self) -> Usage:
        """Of what isn't fixed."""
        pairs = [(p, s) for p, pattern in enumerate(self.goes) for s in pattern]
        person = np.array([p for p, _ in pairs], np.int32)
        return Usage.of(self.compiled, person, np.array([s for _, s in pairs], np.int32))
