from hypothesis import given
from hypothesis import strategies as st

from cms.masters.words import Run, marked

TEXTS = st.text(alphabet="职业规划生涯 abc12，。\n", max_size=40)


def test_changed_words_are_marked_on_both_sides():
    old, new = marked("了解职业发展的阶段。", "了解职业发展的四个阶段。")

    assert old == [Run("了解职业发展的阶段。", False)]
    assert new == [Run("了解职业发展的", False), Run("四个", True), Run("阶段。", False)]


def test_latin_words_and_numbers_change_as_a_whole():
    _old, new = marked("共 32 学时 CEC", "共 38 学时 CET")

    assert [run.text for run in new if run.changed] == ["38", "CET"]


@given(TEXTS, TEXTS)
def test_runs_join_to_the_texts_again(old, new):
    left, right = marked(old, new)

    assert "".join(run.text for run in left) == old
    assert "".join(run.text for run in right) == new


@given(TEXTS)
def test_equal_texts_have_no_mark(text):
    assert not any(run.changed for side in marked(text, text) for run in side)
