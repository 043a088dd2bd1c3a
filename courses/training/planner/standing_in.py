"""Who stands in for whom, and what is made up when: the half of a plan that concerns teaching."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from courses.training.planner.compiling import Compiled

Covers = dict[int, int]
"""Meeting to option."""


class StandingIn:
    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.covers: Covers = {}
        self.busy: dict[tuple[int, int], int] = defaultdict(int)  # (substitute, day) -> periods
        self.taken: dict[tuple[int, int], int] = defaultdict(int)  # (resource, day) -> periods
        self.extra = np.zeros(len(compiled.teaching.substitutes), np.int64)
        self.used: set[int] = set()  # slots
        # Meetings somebody stands in for, or makes up, on a day.
        self.stands: dict[tuple[int, int], set[int]] = defaultdict(set)
        self.absent: list[set[int]] = [set() for _ in range(compiled.people)]

    def options(self, meeting: int) -> range:
        begins = self.compiled.teaching.begins
        return range(int(begins[meeting]), int(begins[meeting + 1]))

    def is_free(self, option: int, meeting: int) -> bool:
        teaching = self.compiled.teaching
        who = int(teaching.substitute[option])
        if who >= 0:
            day = int(teaching.day[meeting])
            return (
                not self.busy.get((who, day), 0) & int(teaching.periods[meeting])
                and self.extra[who] + teaching.count[meeting] <= teaching.limit[who]
                and not (who < self.compiled.people and day in self.absent[who])
            )
        slot, person = int(teaching.slot[option]), int(teaching.person[meeting])
        day, periods = int(teaching.slot_day[slot]), int(teaching.slot_periods[slot])
        return (
            slot not in self.used
            and day not in self.absent[person]
            and not self.busy.get((person, day), 0) & periods
            and not any(
                self.taken.get((what, day), 0) & periods for what in teaching.taken_by(slot)
            )
        )

    def cover(self, meeting: int, option: int) -> None:
        self._mark(meeting, option, on=True)
        self.covers[meeting] = option

    def uncover(self, meeting: int) -> None:
        self._mark(meeting, self.covers.pop(meeting), on=False)

    def _mark(self, meeting: int, option: int, *, on: bool) -> None:
        teaching = self.compiled.teaching
        who = int(teaching.substitute[option])
        if who >= 0:
            day, periods = int(teaching.day[meeting]), int(teaching.periods[meeting])
            self.extra[who] += int(teaching.count[meeting]) if on else -int(teaching.count[meeting])
        else:
            slot, who = int(teaching.slot[option]), int(teaching.person[meeting])
            day, periods = int(teaching.slot_day[slot]), int(teaching.slot_periods[slot])
            for what in teaching.taken_by(slot):
                self.taken[what, day] ^= periods
            (self.used.add if on else self.used.discard)(slot)
        self.busy[who, day] ^= periods
        stands = self.stands[who, day]
        (stands.add if on else stands.discard)(meeting)

    def _choice(self, meeting: int) -> int:
        """Those with the fewest options first."""
        return len(self.options(meeting))

    def _cover_one(self, meeting: int) -> bool:
        price = self.compiled.teaching.price
        for option in sorted(self.options(meeting), key=lambda one: int(price[one])):
            if self.is_free(option, meeting):
                self.cover(meeting, option)
                return True
        return False
