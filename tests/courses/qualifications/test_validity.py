"""How long a certificate usually holds."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.qualifications.domain.validity import usual_last_day
from courses.qualifications.models import CredentialType

DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        ("2021-04-04", 60, "2026-04-03"),
        ("2020-01-01", 12, "2020-12-31"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-12-31", 2, "2025-02-28"),
        ("2021-04-04", None, None),
    ],
)
def test_last_day_is_the_one_before_the_same_day(issued, months, last) -> None:
    found = usual_last_day(
        CredentialType(validity_months=months), datetime.date.fromisoformat(issued)
    )
    assert found == (datetime.date.fromisoformat(last) if last else None)


@given(
    st.dates(datetime.date(1990, 1, 1), datetime.date(2100, 1, 1)),
    st.integers(min_value=1, max_value=240),
)
def test_validity_is_never_shorter_than_its_months(issued, months) -> None:
    last = usual_last_day(CredentialType(validity_months=months), issued)
    assert last is not None
    ends = last + DAY
    between = (ends.year - issued.year) * 12 + ends.month - issued.month
    assert (between, ends.day) in {(months, issued.day), (months + 1, 1)}
