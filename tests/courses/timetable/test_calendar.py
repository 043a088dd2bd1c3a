"""校历."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.teaching.models import Term
from courses.timetable.domain.calendar import (
    TimetableDay,
    add_special_day,
    dates_of,
    is_exam_day,
    place_of,
    propose_calendar,
    resolve,
)
from courses.timetable.domain.calendar_by_hand import remove_entered_day
from courses.timetable.domain.make_up_days import answer_make_up_day
from courses.timetable.domain.refusal import TimetableRefused
from courses.timetable.enums import DayKind
from courses.timetable.models import CalendarDay
from tests.factories.teaching import TermFactory

D = datetime.date


@pytest.fixture
def term(institution):
    term = TermFactory(institution=institution)
    propose_calendar(term, by=None)
    return term


def _day(term, on):
    return CalendarDay.objects.get(term=term, date=on)


def test_propose_calendar_writes_the_published_days_of_autumn_2026(term):
    days = {(d.date, d.kind, d.name) for d in CalendarDay.objects.filter(term=term)}
    assert days == {
        *((D(2026, 9, day), DayKind.HOLIDAY, "中秋") for day in (25, 26, 27)),
        *((D(2026, 10, day), DayKind.HOLIDAY, "国庆节") for day in range(1, 8)),
        (D(2026, 9, 20), DayKind.MAKE_UP_WORKDAY, "国庆节"),
        (D(2026, 10, 10), DayKind.MAKE_UP_WORKDAY, "国庆节"),
    }


def test_propose_calendar_warns_of_the_year_that_is_not_published(term):
    warnings = propose_calendar(term, by=None).warnings
    assert "2027-01-01" in warnings[0]
    assert "第 18 周" in warnings[0]


def test_propose_calendar_asks_about_each_make_up_workday(term):
    warnings = propose_calendar(term, by=None).warnings
    assert [on for on in ("2026-09-20", "2026-10-10") if any(on in w for w in warnings)] == [
        "2026-09-20",
        "2026-10-10",
    ]


def test_propose_calendar_again_keeps_answers_and_special_days(term):
    answer_make_up_day(_day(term, D(2026, 9, 20)), follows=D(2026, 10, 5), by=None)
    add_special_day(term, date=D(2026, 10, 29), name="运动会", by=None)
    propose_calendar(term, by=None)
    assert _day(term, D(2026, 9, 20)).follows == D(2026, 10, 5)
    assert _day(term, D(2026, 10, 29)).name == "运动会"
    assert CalendarDay.objects.filter(term=term).count() == 13


def test_propose_calendar_of_a_year_wholly_unpublished_writes_nothing(institution):
    term = TermFactory(institution=institution, code="2031-2032-1", first_monday=D(2031, 9, 1))
    proposal = propose_calendar(term, by=None)
    assert proposal.days == []
    assert "2031-09-01" in proposal.warnings[0]


def test_make_up_workday_unanswered_is_not_taught(term):
    assert D(2026, 10, 10) not in resolve(term)


def test_make_up_workday_follows_week_and_weekday_of_the_day_it_makes_up(term):
    answer_make_up_day(_day(term, D(2026, 9, 20)), follows=D(2026, 10, 5), by=None)
    assert resolve(term)[D(2026, 9, 20)] == TimetableDay(6, 1)


def test_make_up_workday_answer_can_be_taken_back(term):
    day = _day(term, D(2026, 9, 20))
    answer_make_up_day(day, follows=D(2026, 10, 5), by=None)
    answer_make_up_day(day, follows=None, by=None)
    assert D(2026, 9, 20) not in resolve(term)


def test_make_up_workday_cannot_follow_an_ordinary_day(term):
    with pytest.raises(TimetableRefused, match="2026-10-12"):
        answer_make_up_day(_day(term, D(2026, 9, 20)), follows=D(2026, 10, 12), by=None)


def test_make_up_workday_cannot_follow_a_holiday_of_another_term(term):
    other = TermFactory(
        institution=term.institution, code="2025-2026-2", first_monday=D(2026, 3, 2)
    )
    propose_calendar(other, by=None)
    with pytest.raises(TimetableRefused):
        answer_make_up_day(_day(term, D(2026, 9, 20)), follows=D(2026, 5, 4), by=None)


def test_holiday_cannot_be_made_up_twice(term):
    answer_make_up_day(_day(term, D(2026, 9, 20)), follows=D(2026, 10, 5), by=None)
    with pytest.raises(TimetableRefused, match="2026-10-05"):
        answer_make_up_day(_day(term, D(2026, 10, 10)), follows=D(2026, 10, 5), by=None)
    assert _day(term, D(2026, 10, 10)).follows is None


def test_holiday_itself_cannot_be_answered_for(term):
    with pytest.raises(TimetableRefused):
        answer_make_up_day(_day(term, D(2026, 10, 1)), follows=D(2026, 10, 5), by=None)


def test_special_day_goes_before_a_make_up_workday(term):
    answer_make_up_day(_day(term, D(2026, 9, 20)), follows=D(2026, 10, 5), by=None)
    add_special_day(term, date=D(2026, 9, 20), name="校庆", by=None)
    assert D(2026, 9, 20) not in resolve(term)


def test_special_day_removed_leaves_what_was_published(term):
    day = add_special_day(term, date=D(2026, 9, 20), name="校庆", by=None)
    remove_entered_day(day, by=None)
    assert _day(term, D(2026, 9, 20)).kind == DayKind.MAKE_UP_WORKDAY


def test_special_day_removed_leaves_an_ordinary_day(term):
    day = add_special_day(term, date=D(2026, 10, 29), name="运动会", by=None)
    remove_entered_day(day, by=None)
    assert resolve(term)[D(2026, 10, 29)] == TimetableDay(9, 4)


def test_special_day_outside_the_term_is_refused(term):
    with pytest.raises(TimetableRefused, match="2027-01-03"):
        add_special_day(term, date=D(2027, 1, 4), name="考试", by=None)


def test_special_day_on_a_holiday_is_refused(term):
    with pytest.raises(TimetableRefused, match="国庆节"):
        add_special_day(term, date=D(2026, 10, 1), name="校庆", by=None)


MONDAYS = st.dates(D(2004, 1, 5), D(2040, 12, 31)).map(
    lambda on: on - datetime.timedelta(days=on.weekday())
)


@settings(max_examples=40, deadline=None)
@given(first_monday=MONDAYS, weeks=st.integers(1, 30), data=st.data())
def test_resolver_teaches_each_day_of_the_plain_week_at_most_once(first_monday, weeks, data):
    term = Term(first_monday=first_monday, weeks=weeks)
    dates = list(dates_of(term))
    picked = data.draw(st.lists(st.sampled_from(dates), unique=True, max_size=12))
    kinds = data.draw(
        st.lists(st.sampled_from(DayKind), min_size=len(picked), max_size=len(picked))
    )
    follows = data.draw(st.permutations(dates))
    days = [
        CalendarDay(
            date=on, kind=kind, follows=made_up if kind == DayKind.MAKE_UP_WORKDAY else None
        )
        for on, kind, made_up in zip(picked, kinds, follows, strict=False)
    ]
    taught = resolve(term, days=days)
    assert set(taught) <= set(dates)
    assert len(set(taught.values())) == len(taught)
    assert all(1 <= day.week <= weeks and 1 <= day.weekday <= 7 for day in taught.values())
    assert all(
        taught[on] == place_of(term, on) for on in dates if on not in {day.date for day in days}
    )


def test_public_holiday_in_an_exam_week_is_no_exam_day(institution):
    term = TermFactory(institution=institution, first_monday=D(2025, 9, 1), weeks=17, exam_weeks=1)
    days = [D(2025, 12, 28), D(2025, 12, 31), D(2026, 1, 1), D(2026, 1, 4), D(2026, 1, 5)]
    assert [is_exam_day(term, day) for day in days] == [False, True, False, True, False]
