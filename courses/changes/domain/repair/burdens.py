"""What the people of a term can bear, as the solver's repair sees it."""

import datetime
from collections.abc import Iterable
from itertools import combinations

from django.utils import timezone

from courses.changes.domain.repair.trouble import still_open
from courses.changes.domain.teaching_days import minute_of, monday_of
from courses.teaching.models import Term
from courses.timetable.domain.bells import Bells, ClockTimes
from courses.timetable.domain.scheduling_rules import rule_of_term
from courses.timetable.domain.teaching_limits import TeachingLimits
from courses.timetable.domain.travel import ways_between
from courses.timetable.models import Meeting
from courses.timetable.solver.repair.problem import Stint, Way


def limits_of(term: Term, people: Iterable[int]) -> tuple[dict[str, int], dict[str, int]]:
    """Periods a day and a week of those who have a limit; two queries, give a term with its
    institution."""
    limits = TeachingLimits(term, rule=rule_of_term(term))
    days: dict[str, int] = {}
    weeks: dict[str, int] = {}
    for pk in people:
        if (most := limits.per_day(pk)) is not None:
            days[str(pk)] = most
        if (most := limits.per_week(pk)) is not None:
            weeks[str(pk)] = most
    return days, weeks


def taught_besides(term: Term, *, now: datetime.datetime) -> tuple[Stint, ...]:
    """What is taught from this week on and can't be changed any more. One query."""
    rows = (
        Meeting.objects.filter(term=term, date__gte=monday_of(timezone.localtime(now).date()))
        .taking_place()
        .exclude(pk__in=still_open(term, now=now))
        .order_by("starts_at", "pk")
    )
    return tuple(
        Stint(str(staff), date, first, periods, str(campus), str(teaching_class))
        for staff, date, first, periods, campus, teaching_class in rows.values_list(
            *("instructor_id", "date", "first_period", "periods", "room__campus_id"),
            "teaching_class_id",
        )
    )


def ways_too_far(
    term: Term, bells: Bells, dates: Iterable[datetime.date]
) -> dict[datetime.date, frozenset[Way]]:
    """By date, for those on which some way between campuses takes longer than there is, or two
    periods of theirs overlap in the clock. Two queries at most."""
    minutes = ways_between(term.institution_id, bells)
    if not minutes:
        return {}
    # Few schedules hold for many dates.
    known: dict[tuple[int, ...], frozenset[Way]] = {}
    found: dict[datetime.date, frozenset[Way]] = {}
    for on in dates:
        times = {campus: bells.on(on, campus) for pair in minutes for campus in pair}
        key = tuple(id(each) for each in times.values())
        if key not in known:
            known[key] = frozenset(
                way
                for (first, second), needed in minutes.items()
                for here, there in ((first, second), (second, first))
                for way in _too_far(here, times[here], there, times[there], needed)
            )
        if known[key]:
            found[on] = known[key]
    return found


def _too_far(
    here: int, one: ClockTimes, there: int, other: ClockTimes, minutes: int
) -> Iterable[Way]:
    numbers = sorted({*one, *other})
    for earlier, later in combinations(numbers, 2):
        if earlier not in one or later not in other:
            continue
        if minute_of(other[later][0]) - minute_of(one[earlier][1]) < minutes:
            yield str(here), earlier, str(there), later
