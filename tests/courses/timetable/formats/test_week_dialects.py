"""Weeks as each system writes them, there and back."""

import pytest
from hypothesis import given

from courses.timetable.formats.week_dialects import old_zf_weeks, wakeup_weeks, zf_weeks
from courses.timetable.weeks import format_weeks, parse_weeks
from tests.courses.timetable.formats.lessons import LAST_WEEK, week_sets

DIALECTS = (wakeup_weeks, zf_weeks, old_zf_weeks, format_weeks)


@pytest.mark.parametrize("written", DIALECTS)
@given(weeks=week_sets)
def test_weeks_are_read_back_equal(written, weeks):
    assert parse_weeks(written(weeks), last_week=LAST_WEEK) == weeks


@pytest.mark.parametrize("written", DIALECTS)
@given(weeks=week_sets)
def test_weeks_as_text_are_printed_back_equal(written, weeks):
    text = written(weeks)
    assert written(parse_weeks(text, last_week=LAST_WEEK)) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (wakeup_weeks, "1-5、7-11单、12-16双"),
        (wakeup_weeks, "3"),
        (zf_weeks, "4-5周,7-8周"),
        (zf_weeks, "1-15周(单)"),
        (zf_weeks, "5周,8-12周(双)"),
        (old_zf_weeks, "第12-12周"),
        (old_zf_weeks, "第2-16周|双周"),
    ],
)
def test_weeks_as_seen_in_the_wild_are_printed_back_equal(written, text):
    assert written(parse_weeks(text, last_week=LAST_WEEK)) == text


def test_weeks_of_one_even_week_with_a_needless_sign_are_understood():
    assert parse_weeks("第12-12周|双周", last_week=LAST_WEEK) == 1 << 11
