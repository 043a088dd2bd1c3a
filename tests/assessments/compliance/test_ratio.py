"""The arithmetic of 1:N."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.compliance.metrics.ratio import Ratio

people = st.integers(0, 5_000)
students = st.integers(0, 1_000_000)
denominators = st.integers(1, 2_000)


@pytest.mark.parametrize(
    ("staff", "graduating", "met", "text"),
    [
        (21, 10_227, True, "1:487"),
        (20, 10_000, True, "1:500"),
        (20, 10_001, False, "1:500.05"),
        (1, 500, True, "1:500"),
        (1, 501, False, "1:501"),
        (7, 3_501, False, "1:500.15"),
        (0, 12, False, "0:12"),
        (3, 0, True, "1:0"),
        (3, 250, True, "1:83.34"),
        (2, 201, True, "1:100.5"),
    ],
)
def test_ratio_is_decided_and_shown(staff, graduating, met, text):
    ratio = Ratio(staff, graduating, 500)

    assert (ratio.is_met, ratio.text) == (met, text)


@given(people, students, denominators)
def test_ratio_agrees_with_fractions(staff, graduating, denominator):
    ratio = Ratio(staff, graduating, denominator)

    exact = staff == 0 and graduating == 0
    if staff:
        exact = Fraction(graduating, staff) <= denominator
    assert ratio.is_met == exact


@given(st.integers(1, 5_000), students, denominators)
def test_ratio_shown_is_never_better_than_the_truth(staff, graduating, denominator):
    ratio = Ratio(staff, graduating, denominator)

    shown = Fraction(ratio.text.removeprefix("1:"))
    assert 0 <= shown - Fraction(graduating, staff) < Fraction(1, 100)
    assert (shown <= denominator) == ratio.is_met


@given(people, students, denominators)
def test_missing_people_are_just_enough(staff, graduating, denominator):
    ratio = Ratio(staff, graduating, denominator)

    assert Ratio(staff + ratio.missing, graduating, denominator).is_met
    if ratio.missing:
        assert not Ratio(staff + ratio.missing - 1, graduating, denominator).is_met


@given(people, students, denominators)
def test_spare_people_are_just_as_many_as_may_leave(staff, graduating, denominator):
    ratio = Ratio(staff, graduating, denominator)

    if ratio.is_met:
        assert Ratio(staff - ratio.spare, graduating, denominator).is_met
        if staff - ratio.spare > 0:
            assert not Ratio(staff - ratio.spare - 1, graduating, denominator).is_met


@given(people, students, denominators)
def test_headroom_is_the_last_student_that_fits(staff, graduating, denominator):
    ratio = Ratio(staff, graduating, denominator)

    if ratio.is_met:
        assert Ratio(staff, graduating + ratio.headroom, denominator).is_met
        assert not Ratio(staff, graduating + ratio.headroom + 1, denominator).is_met
