"""CP-SAT for those of a plan that is mended whom one after the other finds no place for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from courses.training.planner.before import Before
from courses.training.planner.ledger import Ledger
from courses.training.planner.pricing import Pricing
from courses.training.planner.settling import (
    ALTERNATIVES,
    apply_answer,
    build_task,
    with_colleagues,
)
from courses.training.planner.tasks import CoverTask
from courses.training.planner.timing import Clock
from courses.training.planner.workers import Stopped, Worker

TOGETHER = 120  # people concerned in one model
CHOICES = 30  # of each


@dataclass(frozen=True, kw_only=True)
class Asking:
    """At most ``most_bystanders`` of those who aren't ``concerned`` go elsewhere in the end. After
    ``until`` seconds of the clock nobody else is asked about: reasons and the check take time."""

    ledger: Ledger
    pricing: Pricing
    charged: np.ndarray
    before: Before
    concerned: list[int]
    most_bystanders: int
    until: float
    worker: Worker
    clock: Clock
    seed: int

    def ask_concerned(self) -> None:
        """All of them anew, so that nobody else has to move: one may have taken another's seat."""
        for begins in range(0, len(self.concerned), TOGETHER):
            if begins and self.clock.wall_seconds > self.until:
                return
            some = self.concerned[begins : begins + TOGETHER]
            self._ask(some, moved=0, alternatives=CHOICES, seconds=0.25)

    def ask_colleagues(self, left: list[int]) -> None:
        """Those who could stand in may move too, and the whole institution where that fails and
        most of the time is left: of use in a small province, in a large one reading took it."""
        compiled, moved = self.ledger.compiled, self.before.weights.moved
        waiting: dict[int, list[int]] = defaultdict(list)
        for person in left:
            waiting[int(compiled.institution[person])].append(person)
        for institution, people in sorted(waiting.items()):
            if self.clock.wall_seconds > self.until or not self._may_leave():
                return
            self._ask(with_colleagues(self.ledger, people), moved=moved)
            early = self.clock.wall_seconds < self.until / 2
            if early and not all(self.ledger.goes[one] for one in people):
                members = np.flatnonzero(compiled.institution == institution)
                self._ask(members.tolist(), moved=moved)

    def _may_leave(self) -> int:
        return self.most_bystanders - len(self.before.moved(self.ledger, self.concerned))

    def _ask(
        self,
        people: list[int],
        *,
        moved: int,
        alternatives: int = ALTERNATIVES,
        seconds: float = 0.5,
    ) -> None:
        if self.clock.cancelled():
            return
        task = build_task(
            self.ledger,
            self.pricing,
            self.charged,
            people,
            alternatives=alternatives,
            seconds=seconds,
            effort=1.0,
            seed=self.seed,
        )
        if not any(len(one.patterns) > 1 for one in task.people if not one.now):
            return  # there is no seat for those who wait, even if all the others left theirs
        try:
            self.worker.ask(self._minding_changes(task, moved))
            answer = self.worker.answer(self.clock.cancelled)
        except Stopped:
            return
        if answer is not None:
            apply_answer(self.ledger, answer)

    def _minding_changes(self, task: CoverTask, moved: int) -> CoverTask:
        """The task in which whoever moves costs so much, and each cover that changes what that is
        worth."""
        concerned, goes = set(self.concerned), self.before.goes
        stay = {
            one.person: goes[one.person]
            for one in task.people
            if one.person in goes and one.person not in concerned
        }
        gone = sum(1 for person, pattern in stay.items() if self.ledger.goes[person] != pattern)
        return replace(
            task,
            people=tuple(
                replace(
                    one,
                    patterns=tuple(
                        (pattern, cost + moved * (pattern != one.now))
                        for pattern, cost in one.patterns
                    ),
                )
                for one in task.people
            ),
            options={
                meeting: tuple(
                    (option, price + self._change_of_cover(meeting, option))
                    for option, price in options
                )
                for meeting, options in task.options.items()
            },
            presolve=not moved,
            stay=stay,
            most_leaving=self._may_leave() + gone,
        )

    def _change_of_cover(self, meeting: int, option: int) -> int:
        changed = self.ledger.covers.get(meeting, option) != option
        return self.before.weights.covers_changed * changed
