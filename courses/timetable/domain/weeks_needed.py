"""In which weeks a slot meets, so that the hours are reached and no more."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from courses.timetable.domain.calendar import TimetableDay
from courses.timetable.weeks import WeekSet, weeks_in


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
    chosen = [0] * len(patterns)
    meetings = 0
    for week in range(1, last + 1):
        if meetings == needed:
            break
        # Two weekly times may be one meeting too many in the last week: the later one falls.
        for index in sorted(range(len(patterns)), key=lambda index: patterns[index].weekday):
            pattern = patterns[index]
            if pattern.weeks >> (week - 1) & 1 and meetings < needed:
                chosen[index] |= 1 << (week - 1)
                meetings += TimetableDay(week, pattern.weekday) in taught
    return ChosenWeeks(tuple(chosen), meetings)


def meetings_of_each(
    needed: int,
    patterns: Sequence[WeekSet],
    *,
    days: Collection[int],
    taught: Callable[[int], WeekSet],
) -> list[int]:
    """How often each of the weekly times of a class has to meet, on whichever days they come to
    lie, so that they meet `needed` times together. `taught` gives the weeks of a weekday.

    Where a time may lose many weeks to holidays, the others have to meet oftener than their even
    part: a day or two more than necessary may then seem too short.
    """
    fewest = [min((weeks & taught(day)).bit_count() for day in days) for weeks in patterns]
    even = [(needed + later) // len(patterns) for later in reversed(range(len(patterns)))]
    return [
        max(own, needed - sum(fewest[:index] + fewest[index + 1 :]))
        if len(patterns) > 1
        else needed
        for index, own in enumerate(even)
    ]


def moved_weeks(
    pattern: Pattern, *, weekday: int, allowed: WeekSet, taught: Collection[TimetableDay]
) -> WeekSet:
    """The weeks in which a slot meets as often on another weekday as it did on its own.

    Where the other weekday loses more dates to holidays, the weeks go on, odd or even as before,
    as long as the class may meet (`allowed`); where it loses fewer, they end earlier.
    """
    needed = len(meetings_of(pattern, taught=taught))
    numbers = weeks_in(pattern.weeks)
    step = 2 if len(numbers) > 1 and len({number % 2 for number in numbers}) == 1 else 1
    later = [
        week
        for week in range(numbers[-1] + step, allowed.bit_length() + 1, step)
        if allowed >> (week - 1) & 1
    ]
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
