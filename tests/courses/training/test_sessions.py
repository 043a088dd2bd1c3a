"""Planning, moving and cancelling sessions; sharing seats out."""

import datetime

import pytest
from django.db import IntegrityError
from django.utils import timezone

from courses.training.domain import (
    QuotaSaid,
    SessionPlan,
    TrainingRefused,
    cancel_session,
    change_session,
    close_session,
    open_session,
    plan_session,
    save_programme,
    set_department_quotas,
    set_institution_quotas,
)
from courses.training.enums import NominationState as N
from courses.training.enums import SessionState
from courses.training.models import Nomination, SeatQuota, TrainingSession
from courses.training.signals import (
    nomination_withdrawn,
    session_cancelled,
    session_moved,
)
from tests.factories.institutions import DepartmentFactory, InstitutionFactory, StaffMemberFactory
from tests.factories.training import (
    DAY,
    CompletionFactory,
    NominationFactory,
    SeatQuotaFactory,
    SessionAttendanceFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return TrainingSessionFactory(seats=3)


@pytest.fixture
def news():
    heard = []

    def hear(name):
        def listen(**said):
            heard.append((name, said))

        return listen

    listeners = [
        (nomination_withdrawn, hear("withdrawn")),
        (session_moved, hear("moved")),
        (session_cancelled, hear("cancelled")),
    ]
    for signal, listener in listeners:
        signal.connect(listener)
    yield heard
    for signal, listener in listeners:
        signal.disconnect(listener)


def plan_of(session, **changes):
    names = SessionPlan.__dataclass_fields__
    return SessionPlan(**{name: getattr(session, name) for name in names} | changes)


def state_of(nomination):
    return Nomination.objects.get(pk=nomination.pk).state


def test_session_is_planned_as_a_draft_and_opened():
    programme = TrainingProgrammeFactory()
    start = timezone.localdate() + 40 * DAY
    plan = SessionPlan("第1期", start, start + 2 * DAY, start - 10 * DAY, 30, place="洛阳市")

    session = plan_session(programme, plan, institution=None, province="41", by=None)

    assert session.state == SessionState.DRAFT
    assert open_session(session, by=None).state == SessionState.OPEN
    assert close_session(session, by=None).state == SessionState.CLOSED


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": datetime.date(2026, 1, 1)}, "早于"),
        ({"registration_closes_on": datetime.date(2099, 1, 1)}, "截止"),
        ({"seats": 0}, "至少有一个名额"),
        ({"minimum": 9}, "开班人数"),
        ({"place": " "}, "地点"),
        ({"ends_on": datetime.date(2099, 1, 1)}, "三个月"),
    ],
)
def test_impossible_plan_is_refused(session, changes, words):
    with pytest.raises(TrainingRefused, match=words):
        change_session(session, plan_of(session, **changes), by=None)


def test_session_is_as_long_as_the_hours_of_its_programme(session):
    session.programme.hours = 25
    session.programme.save()
    with pytest.raises(TrainingRefused, match="容不下"):
        change_session(session, plan_of(session, ends_on=session.starts_on), by=None)


def test_programme_gets_no_more_hours_than_its_sessions_have(session):
    """Nobody's attendance could be recorded."""
    programme = session.programme
    said = {"code": programme.code, "name": programme.name, "kind": programme.kind, "by": None}
    with pytest.raises(TrainingRefused, match=session.code):
        save_programme(programme, institution=None, province="41", hours=73, **said)
    save_programme(programme, institution=None, province="41", hours=72, **said)


def test_second_session_with_the_code_is_refused(session):
    with pytest.raises(TrainingRefused, match="代码"):
        plan_session(session.programme, plan_of(session), institution=None, province="41", by=None)


def test_retired_programme_gets_no_session(session):
    session.programme.is_retired = True

    with pytest.raises(TrainingRefused, match="停用"):
        plan_session(session.programme, plan_of(session), institution=None, province="41", by=None)


def test_nominations_that_would_be_over_are_not_opened():
    session = TrainingSessionFactory(
        state=SessionState.DRAFT, registration_closes_on=timezone.localdate() - DAY
    )
    with pytest.raises(TrainingRefused, match="截止日"):
        open_session(session, by=None)


def test_more_seats_move_the_waiting_list(session):
    for _ in range(3):
        NominationFactory(session=session)
    waits = NominationFactory(session=session, state=N.WAITING)

    changed = change_session(session, plan_of(session, seats=4), by=None)

    assert (state_of(waits), changed.seats_taken) == (N.APPROVED, 4)


def test_fewer_seats_than_people_are_refused(session):
    for _ in range(3):
        NominationFactory(session=session)

    with pytest.raises(TrainingRefused, match="3 人") as refusal:
        change_session(session, plan_of(session, seats=2), by=None)

    assert refusal.value.field == "seats"
    assert TrainingSession.objects.get().seats == 3


def test_fewer_seats_with_a_choice_who_goes_to_the_list(session, news):
    people = [NominationFactory(session=session) for _ in range(3)]

    changed = change_session(
        session, plan_of(session, seats=2), to_the_list=frozenset({people[1].pk}), by=None
    )

    assert [state_of(one) for one in people] == [N.APPROVED, N.WAITING, N.APPROVED]
    assert (changed.seats, changed.seats_taken) == (2, 2)
    assert [name for name, _said in news] == ["withdrawn"]


def test_chosen_who_has_no_seat_is_refused(session):
    other = NominationFactory()
    with pytest.raises(TrainingRefused, match="重新选择"):
        change_session(session, plan_of(session), to_the_list=frozenset({other.pk}), by=None)


def test_other_days_say_so(session, news):
    before = session.starts_on, session.ends_on

    change_session(
        session,
        plan_of(session, starts_on=session.starts_on + DAY, ends_on=session.ends_on + DAY),
        by=None,
    )

    [(name, said)] = news
    assert (name, said["before"]) == ("moved", before)


def test_same_days_say_nothing(session, news):
    change_session(session, plan_of(session, note="自带电脑"), by=None)

    assert news == []


def test_session_is_not_moved_onto_another_training_of_its_people(session):
    nomination = NominationFactory(session=session)
    later = TrainingSessionFactory(starts_on=session.ends_on + 5 * DAY)
    NominationFactory(session=later, staff=nomination.staff)

    with pytest.raises(TrainingRefused, match=nomination.staff.name):
        change_session(
            session, plan_of(session, starts_on=later.starts_on, ends_on=later.ends_on), by=None
        )


def begun_with(person):
    """The session of the nomination began yesterday, and the person was there."""
    session = person.session
    session.starts_on = timezone.localdate() - DAY
    session.ends_on = session.starts_on + 2 * DAY
    session.registration_closes_on = session.starts_on
    session.save()
    SessionAttendanceFactory(nomination=person)
    return session


def test_session_that_has_begun_is_not_moved_away_from_who_was_there(session):
    """Their hours would be counted for days that are none of the session any more."""
    person = NominationFactory(session=session)
    session = begun_with(person)
    later = timezone.localdate() + 10 * DAY

    with pytest.raises(TrainingRefused, match="考勤"):
        change_session(session, plan_of(session, starts_on=later, ends_on=later + DAY), by=None)


def test_who_was_there_does_not_go_back_to_the_list(session):
    person = NominationFactory(session=session)
    NominationFactory(session=session)
    session = begun_with(person)

    with pytest.raises(TrainingRefused, match="考勤"):
        change_session(
            session, plan_of(session, seats=1), to_the_list=frozenset({person.pk}), by=None
        )
    assert state_of(person) == N.APPROVED


def test_session_is_not_moved_into_the_past(session):
    today = timezone.localdate()
    plan = plan_of(
        session, starts_on=today - DAY, ends_on=today, registration_closes_on=today - DAY
    )
    with pytest.raises(TrainingRefused, match="已到"):
        change_session(session, plan, by=None)


def test_cancelled_session_ends_every_nomination(session, news):
    seated = NominationFactory(session=session)
    waits = NominationFactory(session=session, state=N.WAITING)

    assert cancel_session(session, reason="基地停电", by=None) == 2

    assert [state_of(one) for one in (seated, waits)] == [N.WITHDRAWN, N.WITHDRAWN]
    assert [name for name, _said in news] == ["withdrawn", "cancelled"]
    session.refresh_from_db()
    assert (session.state, session.seats_taken) == (SessionState.CANCELLED, 0)
    assert not Nomination.objects.filter(withdrawn_late=True).exists()


def test_cancelling_needs_a_reason(session):
    with pytest.raises(TrainingRefused, match="理由"):
        cancel_session(session, reason="", by=None)


def test_session_with_attendance_is_not_cancelled(session):
    SessionAttendanceFactory(nomination__session=session)

    with pytest.raises(TrainingRefused, match="已举行"):
        cancel_session(session, reason="误", by=None)


def test_quota_below_the_people_with_a_seat_is_refused_with_their_number(session):
    school = InstitutionFactory(name="测试大学")
    SeatQuotaFactory(session=session, institution=school, seats=2)
    for _ in range(2):
        NominationFactory(session=session, staff=StaffMemberFactory(institution=school))

    with pytest.raises(TrainingRefused, match="测试大学：已有 2 人"):
        set_institution_quotas(session, {school: QuotaSaid(1)}, by=None)

    assert SeatQuota.objects.get().seats == 2


def test_quota_below_the_people_with_a_choice_who_goes_to_the_list(session):
    school = InstitutionFactory()
    SeatQuotaFactory(session=session, institution=school, seats=2)
    people = [
        NominationFactory(session=session, staff=StaffMemberFactory(institution=school))
        for _ in range(2)
    ]

    set_institution_quotas(
        session, {school: QuotaSaid(1)}, to_the_list=frozenset({people[0].pk}), by=None
    )

    assert [state_of(one) for one in people] == [N.WAITING, N.APPROVED]
    quota = SeatQuota.objects.get()
    assert (quota.seats, quota.seats_taken) == (1, 1)


def test_raised_quota_moves_the_waiting_list(session):
    school = InstitutionFactory()
    SeatQuotaFactory(session=session, institution=school, seats=0)
    waits = NominationFactory(
        session=session, staff=StaffMemberFactory(institution=school), state=N.WAITING
    )

    assert set_institution_quotas(session, {school: QuotaSaid(1)}, by=None) == 1

    assert state_of(waits) == N.APPROVED


def test_first_quota_does_not_take_the_seats_of_others(session):
    nomination = NominationFactory(session=session)
    other = InstitutionFactory()

    with pytest.raises(TrainingRefused, match=nomination.institution.name):
        set_institution_quotas(session, {other: QuotaSaid(2)}, by=None)


def test_quota_that_says_the_same_changes_nothing(session):
    quota = SeatQuotaFactory(session=session, seats=2)

    said = {quota.institution: QuotaSaid(2)}
    assert set_institution_quotas(session, said, by=None) == 0


def test_quota_above_the_session_is_refused(session):
    with pytest.raises(TrainingRefused, match="总共只有 3"):
        set_institution_quotas(session, {InstitutionFactory(): QuotaSaid(4)}, by=None)


def test_quotas_of_departments_are_kept_within_the_institution(session):
    department = DepartmentFactory()
    with pytest.raises(TrainingRefused, match="其他学校"):
        set_department_quotas(session, InstitutionFactory(), {department: QuotaSaid(1)}, by=None)
    set_department_quotas(session, department.institution, {department: QuotaSaid(1)}, by=None)

    assert SeatQuota.objects.get().department == department


def test_database_refuses_one_seat_too_many(session):
    with pytest.raises(IntegrityError):
        TrainingSession.objects.filter(pk=session.pk).update(seats_taken=4)


def test_kind_of_a_completed_programme_stays():
    completion = CompletionFactory()
    programme = completion.session.programme

    said = {"code": "X", "name": "x", "kind": "student", "hours": 3}
    with pytest.raises(TrainingRefused, match="另建"):
        save_programme(programme, institution=None, province="41", by=None, **said)


def test_programme_is_not_required_before_itself():
    first = TrainingProgrammeFactory()
    second = TrainingProgrammeFactory(prerequisite=first)
    said = {"code": "X", "name": "x", "kind": "rotation", "hours": 3}

    with pytest.raises(TrainingRefused, match="自身"):
        save_programme(first, institution=None, province="41", prerequisite=second, by=None, **said)
