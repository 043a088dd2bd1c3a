"""Rates are entered ahead; a school that starts may enter those that hold already."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from courses.fees.domain import add_fee_rule, withdraw_coming_fee_rule
from courses.fees.models import FeeRule

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def enter(institution, *, days, rate="150.00"):
    return add_fee_rule(
        institution,
        rates=[{"kind": "external_expert", "title": "", "rate": rate}],
        round_to=Decimal("0.01"),
        citation="校教〔2026〕8号",
        valid_from=timezone.localdate() + days * DAY,
        by=None,
    )


def test_first_rates_of_a_school_may_begin_in_the_past(institution) -> None:
    assert enter(institution, days=-90).valid_from < timezone.localdate()


def test_later_rates_begin_tomorrow_at_the_earliest(institution) -> None:
    enter(institution, days=-90)
    with pytest.raises(ValidationError):
        enter(institution, days=0)
    new = enter(institution, days=1, rate="180.00")
    assert FeeRule.objects.get(valid_to__isnull=False).valid_to == new.valid_from


def test_coming_rates_are_withdrawn_and_those_before_go_on(institution) -> None:
    first = enter(institution, days=-90)
    enter(institution, days=5)
    withdraw_coming_fee_rule(institution, by=None)
    assert list(FeeRule.objects.values_list("pk", "valid_to")) == [(first.pk, None)]
    # What was withdrawn stays in the history.
    assert FeeRule.history.filter(history_type="-").count() == 1


def test_rule_without_rates_is_refused(institution) -> None:
    with pytest.raises(ValidationError):
        add_fee_rule(
            institution,
            rates=[],
            round_to=Decimal(1),
            citation="x",
            valid_from=timezone.localdate() + DAY,
            by=None,
        )
