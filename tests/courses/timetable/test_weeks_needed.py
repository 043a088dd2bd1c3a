"""In which weeks a slot meets."""

from hypothesis import given
from hypothesis import strategies as st

from courses.timetable.domain.calendar import TimetableDay, resolve
from courses.timetable.domain.weeks_needed import (
    Pattern,
    choose_weeks,
    meetings_of,
    meetings_of_each,
    moved_weeks,
)
from courses.timetable.weeks import even_weeks, every_week, format_weeks, odd_weeks, weeks_in
from tests.courses.timetable.terms import make_term

ALL = frozenset(TimetableDay(week, day) for week in range(1, 31) for day in range(1, 8))


def test_weeks_stop_when_the_hours_are_reached():
    chosen = choose_weeks([Pattern(1, every_week(1, 18))], needed=16, taught=ALL)
    assert (chosen.weeks, chosen.meetings) == ((every_week(1, 16),), 16)


def test_weeks_run_one_longer_for_a_holiday():
    taught = ALL - {TimetableDay(5, 4)}
    chosen = choose_weeks([Pattern(4, every_week(1, 18))], needed=16, taught=taught)
    assert format_weeks(chosen.weeks[0]) == "1–17周"


def test_weeks_of_the_real_autumn_depend_on_the_weekday(institution):
    taught = set(resolve(make_term(institution, classes=0)).values())
    chosen = {
        day: choose_weeks([Pattern(day, every_week(1, 18))], needed=16, taught=taught)
        for day in range(1, 6)
    }
    # Monday 5 and Wednesday 7 October are made up, Tuesday 6, 1–2 October and 25 September are not.
    assert {day: format_weeks(found.weeks[0]) for day, found in chosen.items()} == {
        1: "1–16周",
        2: "1–17周",
        3: "1–16周",
        4: "1–17周",
        5: "1–18周",
    }


def test_odd_and_even_slots_reach_the_hours_together():
    patterns = [Pattern(1, odd_weeks(1, 18)), Pattern(3, even_weeks(1, 18))]
    chosen = choose_weeks(patterns, needed=16, taught=ALL - {TimetableDay(3, 1)})
    assert [format_weeks(weeks) for weeks in chosen.weeks] == ["1–17周(单)", "2–16周(双)"]
    assert chosen.meetings == 16


def test_term_that_is_too_short_gives_what_it_has():
    chosen = choose_weeks([Pattern(1, every_week(1, 10))], needed=16, taught=ALL)
    assert (format_weeks(chosen.weeks[0]), chosen.meetings) == ("1–10周", 10)


def test_nothing_needed_takes_no_week():
    assert choose_weeks([Pattern(1, every_week(1, 10))], needed=0, taught=ALL).weeks == (0,)


@given(
    patterns=st.lists(
        st.builds(Pattern, st.integers(1, 5), st.integers(1, 2**20 - 1)), min_size=1, max_size=3
    ),
    needed=st.integers(0, 40),
    closed=st.sets(st.builds(TimetableDay, st.integers(1, 20), st.integers(1, 5)), max_size=20),
)
def test_weeks_are_enough_and_none_too_many(patterns, needed, closed):
    taught = ALL - closed
    chosen = choose_weeks(patterns, needed=needed, taught=taught)
    counted = sum(
        len(meetings_of(Pattern(pattern.weekday, weeks), taught=taught))
        for pattern, weeks in zip(patterns, chosen.weeks, strict=True)
    )
    possible = sum(len(meetings_of(pattern, taught=taught)) for pattern in patterns)
    assert counted == chosen.meetings
    assert counted >= min(needed, possible)
    # The last week is needed: without it the hours would not be reached.
    last = max(weeks.bit_length() for weeks in chosen.weeks)
    without = (
        sum(
            len(meetings_of(Pattern(p.weekday, weeks & ~(1 << (last - 1))), taught=taught))
            for p, weeks in zip(patterns, chosen.weeks, strict=True)
        )
        if last
        else 0
    )
    assert last == 0 or without < needed


def test_moved_weeks_go_on_where_a_holiday_takes_a_date():
    taught = {TimetableDay(week, day) for week in range(1, 10) for day in (1, 2)}
    taught -= {TimetableDay(2, 2)}
    weeks = moved_weeks(
        Pattern(1, every_week(1, 4)), weekday=2, allowed=every_week(1, 9), taught=taught
    )
    assert weeks == every_week(1, 5)


def test_moved_weeks_end_earlier_where_the_old_day_lost_dates():
    taught = {TimetableDay(week, day) for week in range(1, 10) for day in (1, 2)}
    taught -= {TimetableDay(2, 1)}
    weeks = moved_weeks(
        Pattern(1, every_week(1, 5)), weekday=2, allowed=every_week(1, 9), taught=taught
    )
    assert weeks == every_week(1, 4)


def test_moved_weeks_stay_odd():
    taught = {TimetableDay(week, day) for week in range(1, 10) for day in (1, 2)}
    taught -= {TimetableDay(3, 2)}
    weeks = moved_weeks(
        Pattern(1, odd_weeks(1, 5)), weekday=2, allowed=every_week(1, 9), taught=taught
    )
    assert weeks == odd_weeks(1, 7)


def test_moved_weeks_stop_with_the_term():
    taught = {TimetableDay(week, 1) for week in range(1, 5)}
    weeks = moved_weeks(
        Pattern(1, every_week(1, 4)), weekday=2, allowed=every_week(1, 4), taught=taught
    )
    assert weeks == every_week(1, 4)


masks = st.integers(1, every_week(1, 10))


@given(st.data(), st.integers(1, 20), st.lists(masks, min_size=1, max_size=2))
def test_days_that_hold_the_share_of_each_time_cost_no_meeting(data, needed, patterns):
    """Whatever holidays and lapses: where each time has its share, together none is lost."""
    taught = {day: data.draw(masks) for day in range(1, 6)}
    each = meetings_of_each(needed, patterns, days=range(1, 6), taught=taught.__getitem__)
    places = data.draw(st.permutations(range(1, 6)))
    kept = []
    for weeks, day, least in zip(patterns, places, each, strict=False):
        all_of_them, lapse = weeks & taught[day], data.draw(masks)
        enough = (all_of_them & ~lapse).bit_count() >= least
        kept.append(Pattern(day, weeks & ~lapse if enough else weeks))
    open_days = {TimetableDay(week, day) for day in taught for week in weeks_in(taught[day])}
    before = [Pattern(day, weeks) for weeks, day in zip(patterns, places, strict=False)]
    assert (
        choose_weeks(kept, needed=needed, taught=open_days).meetings
        == choose_weeks(before, needed=needed, taught=open_days).meetings
    )


def test_share_of_two_weekly_times_is_even():
    every = every_week(1, 16)
    each = meetings_of_each(17, [every, every], days=range(1, 6), taught=lambda _day: every)
    assert each == [9, 8]
