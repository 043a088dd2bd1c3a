"""Teaching weeks as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.timetable.weeks import (
    WeekTextError,
    WeekTextReason,
    count_weeks,
    even_weeks,
    every_week,
    format_weeks,
    odd_weeks,
    parse_weeks,
    week_set,
    weeks_in,
)

some_weeks = st.sets(st.integers(1, 30), min_size=1)


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("1-16周", every_week(1, 16)),
        ("1-16", every_week(1, 16)),
        (" 1 - 16 周 ", every_week(1, 16)),
        ("１－１６周", every_week(1, 16)),
        ("1–16周", every_week(1, 16)),
        ("1—16周", every_week(1, 16)),
        ("1~16周", every_week(1, 16)),
        ("1～16周", every_week(1, 16)),
        ("1至16周", every_week(1, 16)),
        ("第1周至第16周", every_week(1, 16)),
        ("1-16(周)", every_week(1, 16)),
        ("全周", every_week(1, 18)),
        ("单周", odd_weeks(1, 18)),
        ("双周", even_weeks(1, 18)),
        ("1-15周(单)", odd_weeks(1, 15)),
        ("1-15周（单）", odd_weeks(1, 15)),
        ("1-15(单周)", odd_weeks(1, 15)),
        ("1-15周 单周", odd_weeks(1, 15)),
        ("2-16双周", even_weeks(1, 16)),
        ("第12-12周|双周", week_set([12])),
        ("4-5周,7-8周", week_set([4, 5, 7, 8])),
        ("4-5,7-8周", week_set([4, 5, 7, 8])),
        ("1-5、7-11单、12-16双", week_set([1, 2, 3, 4, 5, 7, 9, 11, 12, 14, 16])),
        ("3,5-9周(单)", week_set([3, 5, 7, 9])),
        ("1-3,2-4", every_week(1, 4)),
        ("18", week_set([18])),
    ],
)
def test_parse_weeks_reads_what_people_write(text, weeks):
    assert parse_weeks(text, last_week=18) == weeks


@pytest.mark.parametrize(
    ("text", "reason", "position", "fragment"),
    [
        ("", WeekTextReason.EMPTY, 0, ""),
        ("　 ", WeekTextReason.EMPTY, 0, "　 "),
        ("周一", WeekTextReason.UNREADABLE, 0, "周一"),
        ("1-16周x", WeekTextReason.UNREADABLE, 5, "x"),
        ("1-4 6-8", WeekTextReason.UNREADABLE, 4, "6-8"),
        ("1,,3", WeekTextReason.UNREADABLE, 2, ",3"),
        ("1-3, 七", WeekTextReason.UNREADABLE, 5, "七"),
        ("²", WeekTextReason.UNREADABLE, 0, "²"),
        ("0-3", WeekTextReason.OUT_OF_TERM, 0, "0"),
        ("1-4,6-19周", WeekTextReason.OUT_OF_TERM, 6, "19"),
        ("1-" + "9" * 5000, WeekTextReason.OUT_OF_TERM, 2, "9" * 5000),
        ("1,８-3周", WeekTextReason.BACKWARDS, 2, "８-3周"),
        ("第12-12周|单周", WeekTextReason.NO_WEEK_LEFT, 0, "第12-12周|单周"),
        ("1-4,6-10周(单)", WeekTextReason.AMBIGUOUS_PARITY, 0, "1-4,6-10周(单)"),
    ],
)
def test_parse_weeks_says_what_is_wrong_and_where(text, reason, position, fragment):
    with pytest.raises(WeekTextError) as caught:
        parse_weeks(text, last_week=18)
    assert (caught.value.reason, caught.value.position, caught.value.fragment) == (
        reason,
        position,
        fragment,
    )


def outcome(text):
    try:
        return parse_weeks(text, last_week=18)
    except WeekTextError as error:
        return error


@given(st.text(alphabet="0123456789-–,、;周单双()第|全 一", max_size=20))
def test_parse_weeks_reads_within_the_term_or_raises_its_error(text):
    found = outcome(text)
    if isinstance(found, WeekTextError):
        assert text[found.position :].startswith(found.fragment)
    else:
        assert 0 < found <= every_week(1, 18)


@given(some_weeks)
def test_format_weeks_is_read_back_to_the_same_weeks(numbers):
    weeks = week_set(numbers)
    assert parse_weeks(format_weeks(weeks), last_week=30) == weeks


@given(st.integers(1, 30), st.integers(0, 29), st.integers(0, 1))
def test_format_weeks_of_one_parity_is_read_back_to_the_same_weeks(first, length, parity):
    last = min(30, first + length)
    weeks = odd_weeks(first, last) if parity else even_weeks(first, last)
    if weeks:
        assert parse_weeks(format_weeks(weeks), last_week=30) == weeks


@pytest.mark.parametrize(
    ("weeks", "text"),
    [
        (every_week(1, 16), "1–16周"),
        (odd_weeks(1, 16), "1–15周(单)"),
        (even_weeks(1, 16), "2–16周(双)"),
        (week_set([*range(1, 9), *range(10, 18)]), "1–8,10–17周"),
        (week_set([12]), "12周"),
        (week_set([1, 3]), "1,3周"),
        (week_set([1, 2, 3, 4, 6, 8, 10]), "1–4周,6–10周(双)"),
        (0, ""),
    ],
)
def test_format_weeks_writes_as_people_do(weeks, text):
    assert format_weeks(weeks) == text


@given(some_weeks)
def test_weeks_in_lists_the_weeks_of_the_set(numbers):
    weeks = week_set(numbers)
    assert weeks_in(weeks) == tuple(sorted(numbers))
    assert count_weeks(weeks) == len(numbers)


def test_odd_and_even_weeks_share_out_every_week():
    assert odd_weeks(3, 10) | even_weeks(3, 10) == every_week(3, 10)
    assert odd_weeks(3, 10) & even_weeks(3, 10) == 0


def test_week_set_refuses_week_zero():
    with pytest.raises(ValueError, match="counted from 1"):
        week_set([0])
