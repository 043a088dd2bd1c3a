"""What people can bear: periods of a day and a week, and ways between campuses."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from courses.timetable.solver.repair.problem import Choice, Kind, Meeting, RepairProblem, Stint


@dataclass(frozen=True, slots=True)
class Span:
    """A person's day, or the week of a Monday."""

    person: str
    date: datetime.date
    whole_week: bool


def spans_of(person: str, date: datetime.date) -> tuple[Span, Span]:
    monday = date - datetime.timedelta(days=date.weekday())
    return Span(person, date, False), Span(person, monday, True)


def stint_of(problem: RepairProblem, meeting: Meeting, choice: Choice) -> Stint:
    """What the person of the choice teaches if that becomes of the meeting."""
    campus = problem.room_by_id[choice.room].campus
    return Stint(choice.person, choice.date, choice.start, meeting.periods, campus)


def too_far(problem: RepairProblem, one: Stint, other: Stint) -> bool:
    """Of one person and date: nobody gets from one to the other."""
    ways = problem.too_far.get(one.date, frozenset())
    return any(
        (before.campus, before.start + before.periods - 1, after.campus, after.start) in ways
        for before, after in ((one, other), (other, one))
    )


class Bearing:
    """Asked with some meetings out of the way. What is planned is never too much: only more is."""

    def __init__(self, problem: RepairProblem) -> None:
        self.problem = problem
        self.planned: Counter[Span] = Counter()
        self._stints: dict[tuple[str, datetime.date], list[tuple[str, Stint]]] = defaultdict(list)
        self._in_span: dict[Span, list[tuple[str, int]]] = defaultdict(list)
        own = [
            (
                meeting.id,
                Stint(
                    meeting.person,
                    meeting.date,
                    meeting.start,
                    meeting.periods,
                    problem.room_by_id[meeting.room].campus,
                ),
            )
            for meeting in problem.meetings
        ]
        for key, stint in [*own, *(("", stint) for stint in problem.besides)]:
            self._stints[stint.person, stint.date].append((key, stint))
            for span in spans_of(stint.person, stint.date):
                self.planned[span] += stint.periods
                self._in_span[span].append((key, stint.periods))

    def most(self, span: Span) -> int | None:
        """Periods that the person may have in the span; None: as many as there are."""
        limits = self.problem.most_per_week if span.whole_week else self.problem.most_per_day
        most = limits.get(span.person)
        return None if most is None else max(most, self.planned[span])

    def periods(self, span: Span, but_for: Collection[str]) -> int:
        return sum(count for key, count in self._in_span.get(span, ()) if key not in but_for)

    def has_time(
        self, meeting: Meeting, person: str, date: datetime.date, freed: Collection[str]
    ) -> bool:
        """Whether the person can have the meeting on the date within the limits."""
        gone = {*freed, meeting.id}
        return all(
            most is None or self.periods(span, gone) + meeting.periods <= most
            for span in spans_of(person, date)
            for most in (self.most(span),)
        )

    def gets_there(self, meeting: Meeting, choice: Choice, freed: Collection[str]) -> bool:
        """Whether the way from and to what the person teaches besides is long enough."""
        if choice.kind in (Kind.STAY, Kind.CANCEL) or not self.problem.too_far:
            return True
        stint = stint_of(self.problem, meeting, choice)
        return not any(
            too_far(self.problem, stint, other)
            for key, other in self._stints.get((choice.person, choice.date), ())
            if key != meeting.id and key not in freed
        )

    def bears(self, meeting: Meeting, choice: Choice, freed: Collection[str]) -> bool:
        """Both."""
        if choice.kind in (Kind.STAY, Kind.CANCEL):
            return True
        return self.has_time(meeting, choice.person, choice.date, freed) and self.gets_there(
            meeting, choice, freed
        )
