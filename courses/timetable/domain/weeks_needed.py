"""In which weeks a slot meets, so that the hours are reached and no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.weeks import WeekSet, every_week, weeks_in


@dataclass(frozen=True)
class Pattern:
    """A slot that is placed: its weekday, and the weeks in which it could meet."""

    weekday: int
    weeks: WeekSet


@dataclass(frozen=True)
class ChosenWeeks:
    """The weeks of each pattern in order (0: it never meets), and how often they meet together."""

    weeks: tuple[WeekSet, ...]
    meetings: int


def choose_weeks(
    patterns: Sequence[Pattern], *, needed: int, taught: Collection[TimetableDay]
) -> ChosenWeeks:
    """The shortest run of weeks from week 1 in which the patterns meet `needed` times together.

    `taught` are the days of the plain week that some date teaches: a holiday that nobody makes up
    is missing from it, so the run gets longer by a week. When the term is too short for the
    hours, all weeks are taken and `meetings` is less than `needed`.
    """
    last = max((pattern.weeks.bit_length() for pattern in patterns), default=0)
    meetings = 0
    for week in range(1, last + 1):
        if meetings >= needed:
            return ChosenWeeks(_until(patterns, week - 1), meetings)
        meetings += sum(
            1
            for pattern in patterns
            if pattern.weeks >> (week - 1) & 1 and TimetableDay(week, pattern.weekday) in taught
        )
    return ChosenWeeks(_until(patterns, last), meetings)


def moved_weeks(
    pattern: Pattern, *, weekday: int, last_week: int, taught: Collection[TimetableDay]
) -> WeekSet:
    """The weeks in which a slot meets as often on another weekday as it did on its own.

    Where the other weekday loses more dates to holidays, the weeks go on, odd or even as before,
    until the term ends; where it loses fewer, they end earlier.
    """
    needed = len(meetings_of(pattern, taught=taught))
    numbers = weeks_in(pattern.weeks)
    step = 2 if len(numbers) > 1 and len({number % 2 for number in numbers}) == 1 else 1
    later = range(numbers[-1] + step, last_week + 1, step)
    weeks = met = 0
    for week in (*numbers, *later):
        if met == needed:
            break
        weeks |= 1 << (week - 1)
        met += TimetableDay(week, weekday) in taught
    return weeks


def meetings_of(pattern: Pattern, *, taught: Collection[TimetableDay]) -> list[TimetableDay]:
    """The days of the plain week on which a slot meets, in order of the weeks."""
    return [
        day
        for week in weeks_in(pattern.weeks)
        if (day := TimetableDay(week, pattern.weekday)) in taught
    ]


def _until(patterns: Sequence[Pattern], last: int) -> tuple[WeekSet, ...]:
    if last < 1:
        return tuple(0 for _ in patterns)
    return tuple(pattern.weeks & every_week(1, last) for pattern in patterns)
