"""Two colleagues settle the same hours at the same moment (PostgreSQL and SQLite alike)."""

import datetime
import threading

import pytest
from django.db import connection

from courses.fees.domain import FeesRefused, draft_statement, settle_statement
from courses.fees.models import FeeLine, FeeStatement
from tests.factories.fees import FeeRuleFactory, expert_of, teach
from tests.factories.institutions import InstitutionFactory

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = {"starts_on": datetime.date(2026, 9, 1), "ends_on": datetime.date(2026, 9, 30)}


def race(*people):
    """Settle for all of them at once, each on a connection of its own; how many were refused."""
    shown = [draft_statement(one, **DAYS).fingerprint for one in people]
    refused = []
    start = threading.Barrier(len(people))

    def run(person, seen):
        try:
            start.wait(timeout=30)
            settle_statement(person, **DAYS, shown=seen, by=None)
        except FeesRefused as refusal:
            refused.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(people, shown, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refused)


def test_hours_settled_twice_at_once_are_paid_once():
    institution = InstitutionFactory()
    FeeRuleFactory(institution=institution)
    expert = expert_of(institution)
    teach(expert, datetime.date(2026, 9, 14))
    assert race(*[expert] * 4) == 3
    assert (FeeStatement.objects.count(), FeeLine.objects.count()) == (1, 1)


def test_statements_settled_at_once_have_numbers_of_their_own():
    institution = InstitutionFactory()
    FeeRuleFactory(institution=institution)
    experts = [expert_of(institution) for _each in range(4)]
    for expert in experts:
        teach(expert, datetime.date(2026, 9, 14))
    assert race(*experts) == 0
    assert sorted(FeeStatement.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
