"""Many people at once (PostgreSQL and SQLite alike)."""

import threading
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection

from courses.training.domain import (
    BudgetSaid,
    TrainingRefused,
    change_budget,
    nominate,
    spent_of,
    withdraw,
)
from courses.training.enums import NominationState as N
from courses.training.models import Nomination, TrainingSession
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, StaffMemberFactory
from tests.factories.training import (
    DAY,
    DepartmentLimitFactory,
    NominationFactory,
    TrainingBudgetFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
# SQLite lets one write at a time anyway.
RACERS = 100 if connection.vendor == "postgresql" else 20
# PostgreSQL takes a hundred connections by default, and others want some of them.
CONNECTED = threading.BoundedSemaphore(60)


def race(acts):
    """All at once; what was refused. Anything else fails the test."""
    refused, failures = [], []
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=60)
            with CONNECTED:
                try:
                    act()
                finally:
                    connection.close()
        except TrainingRefused as refusal:
            refused.append(str(refusal))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return refused


def states(**where):
    return Counter(Nomination.objects.filter(**where).values_list("state", flat=True))


def test_one_seat_goes_to_exactly_one_of_many():
    session = TrainingSessionFactory(seats=1)
    institution = InstitutionFactory()
    people = [StaffMemberFactory(institution=institution) for _ in range(RACERS)]

    race([lambda one=one: nominate(session, one, acting_for="province", by=None) for one in people])

    assert states() == {N.APPROVED: 1, N.WAITING: RACERS - 1}
    assert TrainingSession.objects.get().seats_taken == 1


def test_everybody_withdraws_and_the_list_moves_meanwhile():
    session = TrainingSessionFactory(seats=5)
    seated = [NominationFactory(session=session) for _ in range(5)]
    for _ in range(3):
        NominationFactory(session=session, state=N.WAITING)

    race([lambda one=one: withdraw(one, by=None) for one in seated])

    assert states() == {N.WITHDRAWN: 5, N.APPROVED: 3}
    assert TrainingSession.objects.get().seats_taken == 3


def test_one_person_is_nominated_once_by_two_offices_at_once():
    session = TrainingSessionFactory()
    staff = StaffMemberFactory()

    refused = race([lambda: nominate(session, staff, acting_for="province", by=None)] * 4)

    assert len(refused) == 3
    assert Nomination.objects.count() == 1


def test_person_is_not_sent_to_two_sessions_of_the_same_days_at_once():
    first = TrainingSessionFactory()
    second = TrainingSessionFactory(starts_on=first.ends_on)
    staff = StaffMemberFactory()

    refused = race(
        [
            lambda one=one: nominate(one, staff, acting_for="province", by=None)
            for one in (first, second)
        ]
    )

    assert len(refused) == 1
    assert Nomination.objects.count() == 1


def test_department_limit_holds_between_two_sessions_at_once():
    department = DepartmentFactory()
    DepartmentLimitFactory(institution=department.institution, people=1)
    people = [
        StaffMemberFactory(institution=department.institution, department=department)
        for _ in range(4)
    ]
    first = TrainingSessionFactory()
    sessions = [first, *(TrainingSessionFactory(starts_on=first.starts_on + DAY) for _ in range(3))]

    race(
        [
            lambda one=one, to=to: nominate(to, one, acting_for="province", by=None)
            for one, to in zip(people, sessions, strict=True)
        ]
    )

    assert states() == {N.APPROVED: 1, N.WAITING: 3}


def test_last_money_is_spent_once_by_sessions_at_once():
    institution = InstitutionFactory()
    sessions = [TrainingSessionFactory(price=600) for _ in range(4)]
    TrainingBudgetFactory(institution=institution, amount=1000)
    people = [StaffMemberFactory(institution=institution) for _ in sessions]

    race(
        [
            lambda one=one, to=to: nominate(to, one, acting_for="province", by=None)
            for one, to in zip(people, sessions, strict=True)
        ]
    )

    assert states() == {N.APPROVED: 1, N.WAITING: 3}


def test_more_money_comes_while_others_nominate_and_withdraw():
    """Nobody waits for each other, and what there is suffices in the end."""
    institution = InstitutionFactory()
    sessions = [TrainingSessionFactory(price=600) for _ in range(3)]
    seated = [NominationFactory(session=sessions[0], staff__institution=institution)]
    for session in sessions:
        NominationFactory(session=session, staff__institution=institution, state=N.WAITING)
    budget = TrainingBudgetFactory(institution=institution, amount=600)
    said = BudgetSaid(budget.first_year, budget.last_year, Decimal(1800))
    more = StaffMemberFactory(institution=institution)

    race(
        [
            lambda: change_budget(budget, said, by=None),
            lambda: withdraw(seated[0], by=None),
            lambda: nominate(sessions[1], more, acting_for="province", by=None),
            lambda: change_budget(budget, said, by=None),
        ]
    )

    budget.refresh_from_db()
    assert spent_of([budget])[budget.pk] <= budget.amount
    assert states()[N.APPROVED] in (2, 3)
