"""Days, hours, results."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from courses.training.domain import (
    FAILED,
    TrainingRefused,
    assess,
    correct_completion,
    hold_session,
    hours_of_days,
    record_day,
    roll_of,
)
from courses.training.enums import NominationState as N
from courses.training.enums import SessionState
from courses.training.models import Completion, Nomination, SessionAttendance
from courses.training.signals import training_completed
from tests.factories.institutions import StaffMemberFactory, UserFactory
from tests.factories.training import (
    DAY,
    CompletionFactory,
    NominationFactory,
    NominationRuleFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)


@pytest.fixture
def session(db):
    """Three days with 24 hours, the last of them today."""
    return TrainingSessionFactory(starts_on=timezone.localdate() - 2 * DAY)


@pytest.fixture
def person(session):
    return NominationFactory(session=session)


def record_all(session, *, absent=()):
    """Everybody was there but the (nomination, day number) named."""
    for number, day in enumerate(session.days):
        present = {
            line.nomination.pk: (line.nomination, number) not in absent for line in roll_of(session)
        }
        record_day(session, day, present, by=None)


def state_of(nomination):
    return Nomination.objects.get(pk=nomination.pk).state


@given(hours=st.integers(1, 500), days=st.integers(1, 92))
def test_hours_of_the_days_add_up_to_those_of_the_programme(hours, days):
    start = datetime.date(2026, 11, 2)
    session = TrainingSessionFactory.build(
        programme=TrainingProgrammeFactory.build(hours=hours),
        starts_on=start,
        ends_on=start + (days - 1) * DAY,
    )
    found = hours_of_days(session)

    assert sum(found.values()) == hours
    assert min(found.values()) >= 0
    assert len(found) == days


def test_day_is_recorded_and_corrected(session, person):
    day = session.days[0]
    assert record_day(session, day, {person.pk: True}, by=None) == 1
    assert record_day(session, day, {person.pk: True}, by=None) == 0
    assert record_day(session, day, {person.pk: False}, by=None) == 1

    row = SessionAttendance.objects.get()
    assert (row.presence, row.hours) == ("absent", 0)
    assert row.history.count() == 2


def test_day_outside_the_session_is_refused(session, person):
    with pytest.raises(TrainingRefused, match="不在这一天"):
        record_day(session, session.ends_on + DAY, {person.pk: True}, by=None)


def test_day_that_has_not_come_is_refused(person):
    session = TrainingSessionFactory(starts_on=timezone.localdate())
    with pytest.raises(TrainingRefused, match="还没有到"):
        record_day(session, session.ends_on, {}, by=None)


def test_stranger_is_not_recorded(session):
    waits = NominationFactory(session=session, state=N.WAITING)
    with pytest.raises(TrainingRefused, match="没有名额"):
        record_day(session, session.days[0], {waits.pk: True}, by=None)


def test_session_is_held_once_every_day_is_recorded(session, person):
    record_day(session, session.days[0], {person.pk: True}, by=None)
    with pytest.raises(TrainingRefused, match="不完整") as refusal:
        hold_session(session, by=None)
    assert session.days[1].isoformat() in str(refusal.value)

    record_all(session)
    assert hold_session(session, by=None).state == SessionState.HELD
    assert state_of(person) == N.ATTENDED


def test_session_is_not_held_before_its_last_day(person):
    session = TrainingSessionFactory(starts_on=timezone.localdate())
    with pytest.raises(TrainingRefused, match="才结束"):
        hold_session(session, by=None)


def test_who_was_never_there_did_not_appear_and_who_waited_gets_a_no(session, person):
    absent = NominationFactory(session=session)
    waits = NominationFactory(session=session, state=N.WAITING)
    record_all(session, absent=[(absent, 0), (absent, 1), (absent, 2)])

    hold_session(session, by=None)

    assert [state_of(one) for one in (person, absent, waits)] == [N.ATTENDED, N.NO_SHOW, N.REFUSED]


def test_correction_after_the_session_changes_who_appeared(session, person):
    record_all(session, absent=[(person, 0), (person, 1), (person, 2)])
    hold_session(session, by=None)
    assert state_of(person) == N.NO_SHOW

    record_day(session, session.days[1], {person.pk: True}, by=None)

    assert state_of(person) == N.ATTENDED


def test_passing_credits_the_hours_of_the_days_one_was_there(session, person):
    NominationRuleFactory(province="41", attendance_percent=60)
    record_all(session, absent=[(person, 1)])
    hold_session(session, by=None)
    heard = []

    def listen(completion, **_):
        heard.append(completion)

    training_completed.connect(listen)
    try:
        [completion] = assess(session, {person.pk: "excellent"}, by=None)
    finally:
        training_completed.disconnect(listen)

    assert (completion.hours, completion.completed_on) == (Decimal(16), session.ends_on)
    assert heard == [completion]
    assert state_of(person) == N.COMPLETED


def test_too_few_hours_do_not_pass(session, person):
    NominationRuleFactory(province="41", attendance_percent=80)
    record_all(session, absent=[(person, 1)])
    hold_session(session, by=None)

    with pytest.raises(TrainingRefused, match="需要 19"):
        assess(session, {person.pk: "passed"}, by=None)
    assert assess(session, {person.pk: FAILED}, by=None) == []
    assert state_of(person) == N.FAILED
    assert not Completion.objects.exists()


def test_one_bad_result_leaves_all_as_they_were(session, person):
    other = NominationFactory(session=session)
    record_all(session)
    hold_session(session, by=None)

    with pytest.raises(TrainingRefused, match="没有"):
        assess(session, {person.pk: "passed", other.pk: "brilliant"}, by=None)

    assert state_of(person) == N.ATTENDED


def test_results_wait_for_the_attendance(session, person):
    with pytest.raises(TrainingRefused, match="考勤"):
        assess(session, {person.pk: "passed"}, by=None)


def test_nobody_assesses_themselves(session):
    staff = StaffMemberFactory(user=UserFactory())
    own = NominationFactory(session=session, staff=staff)
    record_all(session)
    hold_session(session, by=None)

    with pytest.raises(TrainingRefused, match="自己"):
        assess(session, {own.pk: "passed"}, by=staff.user)


def test_completed_person_is_not_assessed_again(session, person):
    record_all(session)
    hold_session(session, by=None)
    assess(session, {person.pk: "passed"}, by=None)

    with pytest.raises(TrainingRefused, match="已结业"):
        assess(session, {person.pk: "excellent"}, by=None)
    assert Completion.objects.count() == 1


@pytest.mark.django_db
def test_corrected_hours_keep_what_stood_there():
    completion = CompletionFactory()

    correct_completion(completion, hours=Decimal(8), reason="登记有误", by=None)

    assert [row.hours for row in completion.history.all()] == [Decimal(8), Decimal(24)]
    with pytest.raises(TrainingRefused, match="大于 0，至多 24"):
        correct_completion(completion, hours=Decimal(25), reason="误", by=None)
