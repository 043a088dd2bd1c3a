"""A stranger learns the surname only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.institutions.masking import mask_name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王小明", "王**"),
        ("王明", "王*"),
        ("王", "*"),
        ("", "*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳娜", "欧阳*"),
        ("欧阳", "欧*"),
        ("买买提·艾力", "买**"),
        ("阿卜杜热依木·买买提明", "阿**"),
        ("王 小 明", "王**"),
        ("John Smith", "J**"),
        ("𠮷小明", "𠮷**"),
        ("王\u200b小明", "王**"),
    ],
)
def test_masked_keeps_the_surname(name, shown):
    assert mask_name(name) == shown


@given(st.text(min_size=1, max_size=100))
def test_masked_never_shows_more_than_the_beginning(name):
    shown = mask_name(name)
    kept = shown.rstrip("*") if not name.startswith("*") else ""
    assert len(kept) <= 2
    assert len(shown) <= 4
    assert shown.endswith("*")
