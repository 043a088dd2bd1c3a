"""The sums of statements, whatever happens between them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.fees.domain.arithmetic import NOTHING, Paid, differences, rounded
from courses.fees.domain.capitals import in_capitals

RATES = st.decimals(min_value=0, max_value=Decimal("9999.99"), places=2)
PAID = st.builds(lambda hours, rate: Paid(hours, hours * rate), st.integers(1, 12), RATES)
STATES = st.dictionaries(st.integers(1, 6), PAID, max_size=6)


@given(st.lists(STATES, min_size=1, max_size=6))
def test_statements_together_pay_what_is_due_at_the_last(states) -> None:
    settled: dict[int, Paid] = {}
    first_payments: list[int] = []
    for due in states:
        for meeting, found in differences(due, settled).items():
            before = settled.get(meeting, Paid(0, NOTHING))
            settled[meeting] = Paid(before.hours + found.hours, before.amount + found.amount)
            if not found.is_correction:
                first_payments.append(meeting)
    wanted = {meeting: states[-1].get(meeting, Paid(0, NOTHING)) for meeting in settled}
    assert settled == wanted
    assert len(first_payments) == len(set(first_payments))


@given(STATES)
def test_settling_again_finds_nothing(due) -> None:
    assert differences(due, due) == {}


@given(
    st.decimals(min_value=-(10**6), max_value=10**6, places=2),
    st.sampled_from([Decimal("0.01"), Decimal("0.1"), Decimal(1), Decimal(5)]),
)
def test_rounding_gives_the_nearest_multiple_and_halves_go_away_from_zero(exact, step) -> None:
    total = rounded(exact, step)
    assert total % step == 0
    assert abs(total - exact) * 2 <= step
    assert rounded(-exact, step) == -total


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.30", "叁角整"),
        ("10", "壹拾元整"),
        ("1234.50", "壹仟贰佰叁拾肆元伍角整"),
        ("1004.05", "壹仟零肆元零伍分"),
        ("10005", "壹万零伍元整"),
        ("200000", "贰拾万元整"),
        ("1000300.28", "壹佰万零叁佰元贰角捌分"),
        ("100000001", "壹亿零壹元整"),
        ("-300", "负叁佰元整"),
    ],
)
def test_amount_in_capitals(amount, words) -> None:
    assert in_capitals(Decimal(amount)) == words
