"""What a cell of a grade sheet may hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.grading.domain.score_cells import parse_remark, parse_score, parse_total
from assessments.grading.enums import GradeStatus
from media.spreadsheets.errors import ValueRefused

FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
valid_scores = st.decimals(min_value=0, max_value=100, places=2, allow_nan=False)


def attempt(parse, text):
    """(value, "") or (None, the sentence)."""
    try:
        return parse(text), ""
    except ValueRefused as refusal:
        return None, str(refusal)


@given(valid_scores)
def test_score_is_read_as_it_was_written(score):
    assert parse_score(f"{score:f}") == score


@given(valid_scores)
def test_full_width_digits_are_digits(score):
    assert parse_score(f" {score:f}　".translate(FULL_WIDTH)) == score


@given(st.integers(0, 10_000))
def test_float_noise_of_a_spreadsheet_is_no_decimal_place(hundredths):
    exact = Decimal(hundredths) / 100
    assert parse_score(f"{float(exact):.15f}") == exact


@given(st.text(max_size=12))
def test_any_text_is_a_score_a_status_nothing_or_a_sentence(text):
    value, refusal = attempt(parse_score, text)
    assert refusal or (
        value is None
        or isinstance(value, GradeStatus)
        or (0 <= value <= 100 and value == round(value, 2))
    )


@given(st.text(max_size=12))
def test_any_total_or_remark_is_read_without_failing(text):
    assert parse_total(text) is not None
    value, refusal = attempt(parse_remark, text)
    assert refusal or value is not None


outside = st.one_of(
    st.decimals(max_value=Decimal("-0.001"), allow_infinity=False),
    st.decimals(min_value=Decimal("100.001"), allow_infinity=False),
)


@given(outside)
def test_number_out_of_range_is_refused(number):
    with pytest.raises(ValueRefused):
        parse_score(f"{number:f}")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("缓考", GradeStatus.DEFERRED),
        ("缓 考", GradeStatus.DEFERRED),
        ("　缺考", GradeStatus.ABSENT),
        ("作弊", GradeStatus.MISCONDUCT),
        ("免修", GradeStatus.EXEMPT),
    ],
)
def test_status_words_are_read(text, status):
    assert parse_score(text) == status


@pytest.mark.parametrize("text", ["", " ", "/", "-", "—", "无"])
def test_nothing_is_nothing(text):
    assert parse_score(text) is None


@pytest.mark.parametrize("text", ["优", "良好", "及格"])
def test_level_word_is_refused_because_the_scheme_counts_in_percent(text):
    with pytest.raises(ValueRefused, match="百分制"):
        parse_score(text)


@pytest.mark.parametrize(
    "text", ["八十五", "8O", "85,5", "1e2", "½", "②", "=60+1", "84.555", "0x10"]
)
def test_what_only_looks_like_a_score_is_refused(text):
    with pytest.raises(ValueRefused):
        parse_score(text)


def test_score_with_its_unit_is_read():
    assert parse_score("85.5分") == Decimal("85.5")


def test_remark_with_a_reason_is_its_status():
    assert parse_remark("缺考（病假）") == GradeStatus.ABSENT


def test_remark_of_two_statuses_is_refused():
    with pytest.raises(ValueRefused):
        parse_remark("缓考/缺考")


def test_other_remark_is_kept_as_text():
    assert parse_remark("转专业") == "转专业"
