import math
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cms.content.blocks.rows import check_chart, check_rows, figures_of, rows_of


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a | b\nc | d", [["a", "b"], ["c", "d"]]),
        ("| a | b |\n|---|:--:|\n| c | d |", [["a", "b"], ["c", "d"]]),
        ("a｜b\nc｜", [["a", "b"], ["c"]]),
        ("\t2025\t2026\n就业率\t90\t91", [["", "2025", "2026"], ["就业率", "90", "91"]]),
        ("|  | 2025 |\n| 就业率 | 90 |", [["", "2025"], ["就业率", "90"]]),
        ("a|b\r\n\r\n c|d ", [["a", "b"], ["c", "d"]]),
        ("", []),
    ],
)
def test_rows_are_read_as_typed_and_as_pasted(text, rows):
    assert rows_of(text) == rows


def test_row_of_another_width_is_named():
    with pytest.raises(ValidationError, match="3"):
        check_rows([["a", "b"], ["1", "2"], ["1"]])


@pytest.mark.parametrize(
    "rows", [[["a"]] * 202, [["a"] * 13] * 2, [["a"], ["x" * 501]], [["a"]], []]
)
def test_table_out_of_bounds_is_refused(rows):
    with pytest.raises(ValidationError):
        check_rows(rows)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("12", 12),
        ("１２．５", 12.5),
        ("1,234,567", 1234567),
        ("１，２３４", 1234),
        ("−3", -3),
        ("+4.0", 4),
        ("85%", 85),
        ("８５％", 85),
        (" 7 ", 7),
        ("0.05", 0.05),
    ],
)
def test_figure_is_read(cell, number):
    assert figures_of([["", "n"], ["a", cell]]) == [[number]]


@pytest.mark.parametrize(
    "cell",
    [
        "nan",
        "inf",
        "-Infinity",
        "1e3",
        "1_000",
        "",
        "12,34",
        "1.2.3",
        "12人",
        "٣",
        "0x10",
        "9" * 13,
        "%",
    ],
)
def test_what_is_no_figure_is_named_with_its_place(cell):
    with pytest.raises(ValidationError, match=r"第 ?2 ?行.*第 ?3 ?列"):
        figures_of([["", "a", "b"], ["x", "1", cell]])


def test_percent_and_plain_figures_do_not_mix_in_a_column():
    with pytest.raises(ValidationError, match="%"):
        figures_of([["", "n"], ["a", "85%"], ["b", "0.9"]])


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("pie", [["", "n"], ["a", "-1"], ["b", "2"]]),
        ("pie", [["", "n"], ["a", "0"], ["b", "0"]]),
        ("pie", [["", "n", "m"], ["a", "1", "2"]]),
        ("pie", [["", "n"], *([str(n), "1"] for n in range(13))]),
        ("radar", [["", "n"], ["a", "1"], ["b", "2"]]),
        ("bar", [["", "n"], *([str(n), "1"] for n in range(61))]),
        ("bar", [["n"], ["1"]]),
    ],
)
def test_chart_that_cannot_be_read_is_refused(kind, rows):
    with pytest.raises(ValidationError):
        check_chart(kind, rows)


@given(st.text(max_size=300))
def test_any_text_gives_finite_figures_or_words(text):
    rows = rows_of(text)
    with suppress(ValidationError):
        check_rows(rows)
        figures = figures_of(rows)
        assert all(math.isfinite(number) for line in figures for number in line)


@given(
    st.lists(
        st.lists(st.text("甲乙ab12", min_size=1, max_size=5), min_size=2, max_size=4),
        min_size=2,
        max_size=5,
    )
)
def test_rows_typed_with_bars_come_back(rows):
    assert rows_of("\n".join(" | ".join(row) for row in rows)) == rows
