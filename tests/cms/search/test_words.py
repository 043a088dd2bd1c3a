"""Words: of what is kept and of what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.search.domain.words import (
    LONGEST_QUESTION,
    LONGEST_WORD,
    MOST_WORDS,
    fold,
    question_of,
    weights_of,
    words_in,
)

CHINESE = st.text(
    alphabet="职业生涯规划就业指导大学生简历面试创新启航郑州的和在ＡaB1２ ，。", max_size=60
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("职业规划", {"职业", "规划"}),
        ("职业生涯规划", {"职业", "生涯", "规划"}),
        ("简历", {"简历"}),
        ("大学生", {"大学生"}),
        ("ＳＷＯＴ　分析", {"swot", "分析"}),
        ('"简历" AND (面试 OR NEAR/3)*:&|!', {"简历", "and", "面试", "or", "near", "3"}),
        ("启航", {"启航"}),
    ],
)
def test_question_is_cut_into_the_smallest_words(text, words):
    assert set(question_of(text).words) == words


def test_question_of_one_character_looks_for_the_character():
    question = question_of("业")

    assert (question.words, question.characters) == ((), ("业",))


def test_word_that_no_dictionary_has_is_kept_and_asked_alike():
    assert "启航" in set(words_in("今天开始启航行动，重新启航。"))
    assert "启航" in set(words_in("启航行动"))


def test_long_word_gives_the_words_in_it():
    assert {"中华", "人民", "共和国"} <= set(words_in("中华人民共和国"))


def test_weight_tells_words_of_the_title_and_counts_the_others():
    weights = weights_of("简历", "面试，面试与简历")

    assert weights["简历"] == 1002
    assert weights["面试"] == 2


def test_long_question_is_shortened_and_says_so():
    long = question_of("简历" * LONGEST_QUESTION)
    many = question_of(" ".join(f"w{number}" for number in range(MOST_WORDS + 1)))

    assert len(long.text) == LONGEST_QUESTION
    assert long.is_shortened
    assert many.is_shortened
    assert len(many.words) == MOST_WORDS
    assert not question_of("简历").is_shortened


@given(st.text())
def test_folding_keeps_places(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(st.text() | CHINESE)
def test_any_text_is_cut_and_any_question_asked(text):
    assert all(0 < len(word) <= LONGEST_WORD for word in words_in(text))
    question = question_of(text)
    assert len(question.words) <= MOST_WORDS
    assert all(question.words)
    assert not (question.words and question.characters)


@given(CHINESE)
def test_question_finds_the_text_that_it_was_copied_from(text):
    """A word of two that stands in a text by itself is found in it, whatever stands around."""
    kept = set(words_in(f"开头。{text}。结尾"))
    question = question_of(text)

    assert set(question.words) <= kept
