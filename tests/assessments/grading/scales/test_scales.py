"""Totals against exact rational arithmetic; words for totals."""

import itertools
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.scales.bands import score_for, word_for
from assessments.grading.scales.registry import scale_keys, scale_of
from assessments.grading.scales.rounding import plain_number, round_half_up
from assessments.grading.scales.weighting import WeightedScore, weighted_total

scores = st.decimals(min_value=0, max_value=100, places=2, allow_nan=False)
decimals = st.integers(0, 2)


@st.composite
def weightings(draw: st.DrawFn) -> list[WeightedScore]:
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    bounds = [0, *cuts, 100]
    weights = [high - low for low, high in itertools.pairwise(bounds)]
    return [WeightedScore(draw(scores), weight) for weight in weights]


@given(weightings(), decimals)
def test_total_equals_exact_rational_rounded_half_up(items, places):
    exact = sum(Fraction(item.score) * item.weight for item in items) / 100
    scaled = exact * 10**places
    rounded = (2 * scaled + 1).numerator // (2 * (2 * scaled + 1).denominator)
    assert Fraction(weighted_total(items, decimals=places)) == Fraction(rounded, 10**places)


@given(weightings(), decimals)
def test_total_lies_between_lowest_and_highest_score_rounded(items, places):
    total = weighted_total(items, decimals=places)
    given_scores = [item.score for item in items]
    assert round_half_up(min(given_scores), places) <= total
    assert total <= round_half_up(max(given_scores), places)


@given(weightings(), decimals, st.data())
def test_total_never_falls_when_a_score_rises(items, places, data):
    position = data.draw(st.integers(0, len(items) - 1))
    old = items[position]
    higher = data.draw(st.decimals(min_value=old.score, max_value=100, places=2))
    raised = [*items]
    raised[position] = WeightedScore(higher, old.weight)
    assert weighted_total(raised, decimals=places) >= weighted_total(items, decimals=places)


@given(weightings())
def test_total_does_not_depend_on_the_decimal_context(items):
    expected = weighted_total(items, decimals=2)
    with localcontext() as context:
        context.prec, context.rounding = 3, ROUND_DOWN
        assert weighted_total(items, decimals=2) == expected


@pytest.mark.parametrize(
    ("coursework", "final", "total"),
    [
        ("63", "84", "71"),
        ("96", "83", "91"),
        ("87", "79", "84"),
        ("60.5", "70.5", "65"),
        ("0", "100", "40"),
    ],
)
def test_total_is_what_a_registry_prints(coursework, final, total):
    items = [WeightedScore(Decimal(coursework), 60), WeightedScore(Decimal(final), 40)]
    assert weighted_total(items, decimals=0) == Decimal(total)


def test_half_goes_up_not_to_even():
    items = [WeightedScore(Decimal("84.5"), 100)]
    assert weighted_total(items, decimals=0) == 85


def test_total_of_part_of_the_weights_is_refused():
    with pytest.raises(ValueError, match="60"):
        weighted_total([WeightedScore(Decimal(80), 60)], decimals=0)


def test_registry_knows_three_scales():
    assert scale_keys() == ["percentage", "five_level", "pass_fail"]


def test_unknown_scale_is_an_error():
    with pytest.raises(KeyError):
        scale_of("stars")


WORDS = ("优秀", "良好", "中等", "及格", "不及格")
BANDS = dict(zip(WORDS, map(Decimal, (90, 80, 70, 60, 0)), strict=True))


@pytest.mark.parametrize(
    ("total", "word"),
    [
        ("100", "优秀"),
        ("90", "优秀"),
        ("89.99", "良好"),
        ("60", "及格"),
        ("59.5", "不及格"),
        ("0", "不及格"),
    ],
)
def test_five_level_shows_the_band_that_the_total_reaches(total, word):
    assert scale_of("five_level").shown(Decimal(total), bands=BANDS) == word


def test_five_level_needs_five_bands():
    with pytest.raises(ValueError, match="5 bands"):
        scale_of("five_level").shown(Decimal(90), bands={"合格": Decimal(60)})


def test_pass_fail_shows_one_of_two_words():
    bands = {"合格": Decimal(60), "不合格": Decimal(0)}
    scale = scale_of("pass_fail")
    assert [scale.shown(Decimal(n), bands=bands) for n in (60, 59)] == ["合格", "不合格"]


def test_table_of_bands_with_a_gap_is_an_error():
    with pytest.raises(ValueError, match="no band"):
        word_for(Decimal(10), {"合格": Decimal(60)})


def test_number_for_a_word_comes_from_the_school():
    conversion = {"优秀": Decimal(95), "良好": Decimal(85)}
    assert score_for("优秀", conversion) == 95


@pytest.mark.parametrize(
    ("number", "text"), [("84.00", "84"), ("85.50", "85.5"), ("100", "100"), ("0", "0")]
)
def test_plain_number_has_no_idle_zeros(number, text):
    assert plain_number(Decimal(number)) == text


def test_percentage_shows_the_number():
    assert scale_of("percentage").shown(Decimal("71.0"), bands={}) == "71"
