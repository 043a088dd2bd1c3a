"""Days in cells."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.spreadsheets.days import day
from media.spreadsheets.errors import ValueRefused


@pytest.mark.parametrize(
    "written",
    ["2024-05-01", "2024.5.1", "2024/05/01", "2024年5月1日", "20240501", "2024-05-01 00:00:00"],
)
def test_day_is_read_as_people_write_it(written) -> None:
    assert day()(written) == datetime.date(2024, 5, 1)


@pytest.mark.parametrize(
    "written", ["2024-02-30", "2024.13.1", "24.5.1", "昨天", "45413", "2024年", "0001-01-01"]
)
def test_anything_else_is_refused_with_a_sentence(written) -> None:
    with pytest.raises(ValueRefused):
        day()(written)


def test_no_end_is_none_only_where_it_may_be() -> None:
    assert day(required=False, endless=("长期",))("长期") is None
    with pytest.raises(ValueRefused):
        day()("长期")


@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2900, 1, 1)))
def test_every_day_comes_back(value) -> None:
    for shape in ("{0.year}.{0.month}.{0.day}", "{0.year}年{0.month}月{0.day}日", "{0}"):
        assert day()(shape.format(value)) == value


@given(st.text(max_size=30))
def test_no_text_breaks_it(text) -> None:
    try:
        found = day()(text)
    except ValueRefused:
        return
    assert found is None or isinstance(found, datetime.date)
