"""The waiting list moves by itself, in order."""

import datetime

import pytest

from courses.training.domain import TrainingRefused, nominate, waiting, withdraw
from courses.training.enums import NominationState as N
from courses.training.models import Nomination, TrainingSession
from courses.training.signals import nomination_approved
from tests.factories.institutions import InstitutionFactory, StaffMemberFactory
from tests.factories.training import (
    CompletionFactory,
    NominationFactory,
    NominationRuleFactory,
    SeatQuotaFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def session():
    return TrainingSessionFactory(seats=1)


@pytest.fixture
def seated(session):
    return NominationFactory(session=session)


def waits(session, **values):
    return NominationFactory(session=session, state=N.WAITING, **values)


def state_of(nomination):
    return Nomination.objects.get(pk=nomination.pk).state


def test_withdrawal_gives_the_seat_to_the_next(session, seated):
    next_one, last = waits(session), waits(session)
    heard = []

    def listen(nomination, by, **_):
        heard.append((nomination, by))

    nomination_approved.connect(listen)
    try:
        withdraw(seated, by=None)
    finally:
        nomination_approved.disconnect(listen)

    assert [state_of(next_one), state_of(last)] == [N.APPROVED, N.WAITING]
    assert heard == [(next_one, None)]
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_longest_without_training_goes_first(session, seated):
    recently, long_ago, never = (waits(session) for _ in range(3))
    CompletionFactory(staff=recently.staff, completed_on=session.starts_on - YEAR)
    CompletionFactory(staff=long_ago.staff, completed_on=session.starts_on - 3 * YEAR)

    order = list(waiting(session, rule=NominationRuleFactory.build()))

    assert order == [never, long_ago, recently]


def test_training_of_students_does_not_move_anybody_back(session, seated):
    helped, recently = waits(session), waits(session)
    CompletionFactory(
        staff=helped.staff,
        completed_on=session.starts_on - YEAR,
        session=TrainingSessionFactory(programme__kind="student"),
    )
    CompletionFactory(staff=recently.staff, completed_on=session.starts_on - 5 * YEAR)

    assert next(iter(waiting(session, rule=NominationRuleFactory.build()))) == helped


def test_order_of_asking_where_the_rule_says_so(session, seated):
    first = waits(session)
    second = waits(session)
    CompletionFactory(staff=first.staff, completed_on=session.starts_on - YEAR)
    rule = NominationRuleFactory.build(waiting_order="asked_first")

    assert list(waiting(session, rule=rule)) == [first, second]


def test_seat_stays_with_the_institution_that_has_somebody_waiting(session, seated):
    NominationRuleFactory(province="41", seat_stays=True)
    stranger = waits(session)
    colleague = waits(session, staff=StaffMemberFactory(institution=seated.institution))
    CompletionFactory(staff=colleague.staff, completed_on=session.starts_on - YEAR)

    withdraw(seated, by=None)

    assert [state_of(stranger), state_of(colleague)] == [N.WAITING, N.APPROVED]


def test_who_has_no_quota_left_is_passed_over():
    session = TrainingSessionFactory(seats=2)
    full, other = InstitutionFactory(), InstitutionFactory()
    SeatQuotaFactory(session=session, institution=full, seats=1)
    SeatQuotaFactory(session=session, institution=other, seats=1)
    NominationFactory(session=session, staff=StaffMemberFactory(institution=full))
    seated = NominationFactory(session=session, staff=StaffMemberFactory(institution=other))
    stuck = waits(session, staff=StaffMemberFactory(institution=full))
    lucky = waits(session, staff=StaffMemberFactory(institution=other))

    withdraw(seated, by=None)

    assert [state_of(stuck), state_of(lucky)] == [N.WAITING, N.APPROVED]


def test_who_has_left_is_passed_over_with_the_reason(session, seated):
    gone, next_one = waits(session), waits(session)
    gone.staff.periods.update(valid_to=session.starts_on)

    withdraw(seated, by=None)

    assert [state_of(gone), state_of(next_one)] == [N.WAITING, N.APPROVED]
    gone.refresh_from_db()
    assert gone.staff.name in gone.reason


def test_whose_meetings_cannot_be_covered_is_passed_over(session, seated):
    """Otherwise nobody could withdraw while they are next."""
    stuck, next_one = waits(session), waits(session)

    def objects(nomination, **_):
        if nomination == stuck:
            raise TrainingRefused("没有人代课")

    nomination_approved.connect(objects)
    try:
        withdraw(seated, by=None)
    finally:
        nomination_approved.disconnect(objects)

    assert [state_of(stuck), state_of(next_one)] == [N.WAITING, N.APPROVED]
    stuck.refresh_from_db()
    assert stuck.reason == "没有人代课"
    session.refresh_from_db()
    assert session.seats_taken == 1


def test_counters_say_what_the_nominations_say(session):
    people = [StaffMemberFactory() for _ in range(3)]
    made = [nominate(session, one, acting_for="province", by=None) for one in people]
    withdraw(made[0], by=None)

    session = TrainingSession.objects.get(pk=session.pk)
    assert session.seats_taken == Nomination.objects.filter(session=session).seated().count() == 1
    assert state_of(made[1]) == N.APPROVED
