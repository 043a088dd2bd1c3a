"""Single students who would have two meetings at once. It costs, and forbids nothing: what one
student misses doesn't keep forty others from a place."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from courses.timetable.solver.repair.problem import Choice, Kind, Meeting, RepairProblem

STUDENT_ELSEWHERE, STUDENTS_ELSEWHERE_AT_MOST = 4, 300
"""Each student who has another class then; 300 at most, however many they are."""

ANYBODY_ELSEWHERE = 200
"""More than all details of a time together, sooner or later: of the places that are looked at
another goes before. With few students it is less than a kind of change that the emphasis is
against."""


def missed_cost(students: int) -> int:
    """What a time costs at which so many single students have another class."""
    return min(STUDENT_ELSEWHERE * students, STUDENTS_ELSEWHERE_AT_MOST)


def _price(students: int) -> int:
    return ANYBODY_ELSEWHERE + missed_cost(students) if students else 0


@dataclass(frozen=True, slots=True)
class Sitting:
    """When a class meets, and on which campus. `is_new`: not then, or not there, as planned."""

    date: datetime.date
    campus: str
    start: int
    periods: int
    is_new: bool


class Elsewhere:
    """Only new sittings are priced: what stays where it was is no reason against anything. Each
    other meeting that single students of a class have then counts by itself."""

    def __init__(self, problem: RepairProblem) -> None:
        self.problem = problem
        self._others: dict[str, dict[str, int]] = defaultdict(dict)
        for (one, other), count in problem.singles.items():
            self._others[one][other] = self._others[other][one] = count
        self._planned: dict[tuple[str, datetime.date], list[tuple[str, Sitting]]] = defaultdict(
            list
        )
        for meeting in problem.meetings:
            if meeting.teaching_class in self._others:
                sitting = self._as_planned(meeting)
                self._planned[meeting.teaching_class, sitting.date].append((meeting.id, sitting))
        for stint in problem.besides:
            if stint.teaching_class in self._others:
                sitting = Sitting(stint.date, stint.campus, stint.start, stint.periods, False)
                self._planned[stint.teaching_class, stint.date].append(("", sitting))

    def besides(self, choice: Choice, moving: Collection[str]) -> int:
        """The price against all that stays: everything but the meetings that are `moving`."""
        if not (self._others or self.problem.singles_taken):
            return 0
        meeting = self.problem.meeting_by_id[choice.meeting]
        sitting = self._sitting(meeting, choice)
        if sitting is None or not sitting.is_new:
            return 0
        cost = _price(len(self._taken(meeting, sitting)))
        for other, students in self._others.get(meeting.teaching_class, {}).items():
            for key, planned in self._planned.get((other, sitting.date), ()):
                if key not in moving and self._at_once(sitting, planned):
                    cost += _price(students)
        return cost

    def pairs(
        self, options: Mapping[str, Sequence[Choice]]
    ) -> Iterator[tuple[list[Choice], list[Choice], int]]:
        """Choices of two meetings of which any one of the first with any one of the second costs
        so much."""
        sittings: dict[str, dict[Sitting, list[Choice]]] = {}
        for key, choices in options.items():
            meeting = self.problem.meeting_by_id[key]
            if meeting.teaching_class not in self._others:
                continue
            own = sittings[key] = defaultdict(list)
            for choice in choices:
                if (sitting := self._sitting(meeting, choice)) is not None:
                    own[sitting].append(choice)
        classes = {key: self.problem.meeting_by_id[key].teaching_class for key in sittings}
        for one, other in combinations(sittings, 2):
            students = self._others[classes[one]].get(classes[other], 0)
            for sitting, choices in sittings[one].items() if students else ():
                for then, also in sittings[other].items():
                    if (sitting.is_new or then.is_new) and self._at_once(sitting, then):
                        yield choices, also, _price(students)

    def of_outcome(self, choices: Iterable[Choice]) -> int:
        """The price of everything together."""
        options = {choice.meeting: [choice] for choice in choices}
        against_others = sum(self.besides(choice, options.keys()) for (choice,) in options.values())
        return against_others + sum(price for _one, _other, price in self.pairs(options))

    def _as_planned(self, meeting: Meeting) -> Sitting:
        campus = self.problem.room_by_id[meeting.room].campus
        return Sitting(meeting.date, campus, meeting.start, meeting.periods, False)

    def _sitting(self, meeting: Meeting, choice: Choice) -> Sitting | None:
        if choice.kind == Kind.CANCEL:
            return None
        campus = self.problem.room_by_id[choice.room].campus
        before = self._as_planned(meeting)
        is_new = (before.date, before.campus, before.start) != (choice.date, campus, choice.start)
        return Sitting(choice.date, campus, choice.start, meeting.periods, is_new)

    def _taken(self, meeting: Meeting, sitting: Sitting) -> frozenset[str]:
        taken = self.problem.singles_taken
        return frozenset().union(
            *(
                taken.get((meeting.teaching_class, sitting.date, period), frozenset())
                for period in range(sitting.start, sitting.start + sitting.periods)
            )
        )

    def _at_once(self, one: Sitting, other: Sitting) -> bool:
        if one.date != other.date:
            return False
        spans = self._clock(one), self._clock(other)
        if spans[0] is None or spans[1] is None:
            return one.start < other.start + other.periods and other.start < one.start + one.periods
        return spans[0][0] < spans[1][1] and spans[1][0] < spans[0][1]

    def _clock(self, sitting: Sitting) -> tuple[int, int] | None:
        """From which minute to which."""
        times = self.problem.clock.get((sitting.date, sitting.campus), {})
        first, last = times.get(sitting.start), times.get(sitting.start + sitting.periods - 1)
        return None if first is None or last is None else (first[0], last[1])
