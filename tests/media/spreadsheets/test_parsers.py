"""The parsers of single cells."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.spreadsheets import parsers
from media.spreadsheets.errors import ValueRefused
from media.spreadsheets.normalising import normalise_text

PARSERS = {
    "text": parsers.text(max_length=10),
    "person_name": parsers.person_name(),
    "student_number": parsers.student_number(),
    "sex": parsers.sex(),
    "year": parsers.year(),
    "decimal_score": parsers.decimal_score(),
    "choice": parsers.choice({"full": ("专职", "full-time")}),
}


def refusal(parse, value):
    with pytest.raises(ValueRefused) as caught:
        parse(value)
    return str(caught.value)


@pytest.mark.parametrize("name", PARSERS)
@given(value=st.text(max_size=40))
def test_parser_raises_nothing_but_its_refusal(name, value):
    with contextlib.suppress(ValueRefused):
        PARSERS[name](normalise_text(value))


@given(value=st.text())
def test_normalising_twice_changes_nothing_more(value):
    once = normalise_text(value)

    assert normalise_text(once) == once


@given(number=st.from_regex(r"[A-Za-z0-9]{1,32}", fullmatch=True))
def test_student_number_is_kept_as_written(number):
    assert parsers.student_number()(number) == number


@pytest.mark.parametrize("value", ["2.0261E+09", "2.0261e+09", "2E+09", "1.234567890123457e+18"])
def test_student_number_in_scientific_notation_is_explained(value):
    assert "scientific notation" in refusal(parsers.student_number(), value)


@pytest.mark.parametrize("value", ["", "学号", "12.5", "12 年", "=1+1", "0" * 33])
def test_student_number_of_another_shape_is_refused(value):
    assert refusal(parsers.student_number(), value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("张 三", "张三"),
        ("买买提 · 艾力", "买买提·艾力"),
        ("John  Smith", "John Smith"),
        ("王𠮷", "王𠮷"),
    ],
)
def test_name_loses_the_spaces_used_for_alignment(value, expected):
    assert parsers.person_name()(value) == expected


def test_name_with_digits_is_refused():
    assert "digits" in refusal(parsers.person_name(), "王1")


@pytest.mark.parametrize("value", ["男", "M", "male", "MALE", "1", "男性"])
def test_sex_male(value):
    assert parsers.sex()(value) == "male"


@pytest.mark.parametrize("value", ["女", "f", "Female", "2", "女生"])
def test_sex_female_as_the_caller_writes_it(value):
    assert parsers.sex(values={"female": "F"})(value) == "F"


@pytest.mark.parametrize(
    "value", ["2026", "2026级", "2026.0", "２０２６", "2026年", "2026 级", "2026届"]
)
def test_year_in_every_spelling(value):
    assert parsers.year()(normalise_text(value)) == 2026


@pytest.mark.parametrize("value", ["二〇二六", "26", "20261", "2026.5", "", "1066"])
def test_year_of_another_shape_is_refused(value):
    assert refusal(parsers.year(), value)


@pytest.mark.parametrize(
    ("value", "expected"), [("0", 0), ("100", 100), ("71.5", Decimal("71.5")), ("43.0", 43)]
)
def test_score_within_its_bounds(value, expected):
    assert parsers.decimal_score()(value) == expected


@pytest.mark.parametrize("value", ["-1", "100.5", "1e1", "优", "NaN", "Infinity", "71.555", "٣"])
def test_score_outside_its_bounds_or_no_number_is_refused(value):
    assert refusal(parsers.decimal_score(), value)


def test_empty_score_is_none_unless_required():
    assert parsers.decimal_score()("") is None
    assert "missing" in refusal(parsers.decimal_score(required=True), "")


def test_text_over_its_length_is_refused_with_both_lengths():
    message = refusal(parsers.text(max_length=3), "一二三四")

    assert "4" in message
    assert "3" in message


def test_choice_by_synonym_and_its_words_in_the_refusal():
    parse = parsers.choice({"full": ("专职", "全职"), "part": ("兼职",)}, required=False)

    assert parse("全 职") == "full"
    assert parse("") is None
    assert "专职, 兼职" in refusal(parse, "外聘")
