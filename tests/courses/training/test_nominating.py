"""From the proposal to the seat, and what stands against it."""

import datetime

import pytest
from django.utils import timezone

from courses.institutions.enums import StaffKind
from courses.training.domain import (
    TrainingRefused,
    approve,
    nominate,
    refuse,
    withdraw,
)
from courses.training.enums import NominationState as N
from courses.training.enums import ProgrammeKind, SessionState
from courses.training.models import Nomination
from courses.training.signals import nomination_approved, nomination_withdrawn
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.training import (
    DAY,
    CompletionFactory,
    DepartmentLimitFactory,
    NominationFactory,
    NominationRuleFactory,
    SeatQuotaFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    return TrainingSessionFactory(seats=2)


@pytest.fixture
def staff(institution):
    return StaffMemberFactory(institution=institution, user=UserFactory())


@pytest.fixture
def office(institution):
    return RoleFactory(institution=institution).user


@pytest.fixture
def heard():
    """What the signals said, as (name, nomination, by)."""
    news = []

    def approved(nomination, by, **_):
        news.append(("approved", nomination, by))

    def withdrawn(nomination, by, **_):
        news.append((nomination.state, nomination, by))

    nomination_approved.connect(approved)
    nomination_withdrawn.connect(withdrawn)
    yield news
    nomination_approved.disconnect(approved)
    nomination_withdrawn.disconnect(withdrawn)


def test_nomination_of_an_institution_waits_for_the_province(session, staff, office, heard):
    nomination = nominate(session, staff, acting_for="institution", by=office)

    assert (nomination.state, nomination.waits_for) == (N.NOMINATED, "province")
    session.refresh_from_db()
    assert session.seats_taken == 0
    assert heard == []


def test_approval_of_the_province_gives_a_seat(session, staff, office, heard):
    nomination = nominate(session, staff, acting_for="institution", by=office)
    officer = UserFactory()

    approved = approve(nomination, acting_for="province", by=officer)

    assert (approved.state, approved.waits_for, approved.decided_by) == (N.APPROVED, "", officer)
    session.refresh_from_db()
    assert session.seats_taken == 1
    assert heard == [("approved", approved, officer)]


def test_institution_fills_its_seats_by_itself_where_the_province_says_so(session, staff, office):
    NominationRuleFactory(province="41", province_decides=False)

    assert nominate(session, staff, acting_for="institution", by=office).state == N.APPROVED


def test_rule_of_an_institution_says_nothing_of_the_provinces_sessions(session, staff, office):
    NominationRuleFactory(institution=staff.institution, province_decides=False)

    assert nominate(session, staff, acting_for="institution", by=office).state == N.NOMINATED


def test_own_application_waits_for_the_institution_first(session, staff, office):
    own = nominate(session, staff, acting_for=None, by=staff.user)
    assert (own.is_own_application, own.waits_for) == (True, "institution")

    agreed = approve(own, acting_for="institution", by=office)

    assert (agreed.state, agreed.waits_for) == (N.NOMINATED, "province")


def test_session_of_an_institution_needs_no_province(staff, office):
    session = TrainingSessionFactory(programme__institution=staff.institution)
    own = nominate(session, staff, acting_for=None, by=staff.user)

    assert approve(own, acting_for="institution", by=office).state == N.APPROVED


def test_institution_does_not_answer_for_the_province(session, staff, office):
    nomination = nominate(session, staff, acting_for="institution", by=office)

    with pytest.raises(TrainingRefused, match="省级"):
        approve(nomination, acting_for="institution", by=office)


def test_nobody_approves_the_own_nomination(session, staff):
    own = nominate(session, staff, acting_for=None, by=staff.user)

    with pytest.raises(TrainingRefused, match="自己"):
        approve(own, acting_for="institution", by=staff.user)


def test_who_will_have_left_gets_no_seat_any_more(session, staff, office):
    nomination = nominate(session, staff, acting_for="institution", by=office)
    staff.periods.update(valid_to=session.starts_on)

    with pytest.raises(TrainingRefused, match=staff.name):
        approve(nomination, acting_for="province", by=UserFactory())

    nomination.refresh_from_db()
    assert nomination.state == N.NOMINATED


def test_who_did_not_appear_meanwhile_gets_no_seat(staff, office):
    NominationRuleFactory(province="41", no_show_months=12)
    session = TrainingSessionFactory()
    nomination = nominate(session, staff, acting_for="institution", by=office)
    missed = TrainingSessionFactory(starts_on=timezone.localdate() - 10 * DAY)
    NominationFactory(session=missed, staff=staff, state=N.NO_SHOW)

    with pytest.raises(TrainingRefused, match=staff.name):
        approve(nomination, acting_for="province", by=UserFactory())


def test_seat_elsewhere_on_the_same_days_stands_against_the_approval(session, staff, office):
    """The other session was moved to these days after the nomination."""
    nomination = nominate(session, staff, acting_for="institution", by=office)
    other = NominationFactory(
        session=TrainingSessionFactory(starts_on=session.starts_on), staff=staff, state=N.WAITING
    )
    Nomination.objects.filter(pk=other.pk).update(state=N.APPROVED)

    with pytest.raises(TrainingRefused, match=str(other.session)):
        approve(nomination, acting_for="province", by=UserFactory())

    Nomination.objects.filter(pk=other.pk).update(state=N.WAITING)
    assert approve(nomination, acting_for="province", by=UserFactory()).state == N.APPROVED


def test_approval_without_a_seat_is_a_place_on_the_list(staff, office):
    session = TrainingSessionFactory(seats=1)
    NominationFactory(session=session)

    waits = nominate(session, staff, acting_for="province", by=office)

    assert waits.state == N.WAITING
    assert "名额已满" in waits.reason


def test_quota_of_another_institution_does_not_help(session, staff, office):
    SeatQuotaFactory(session=session, seats=2)

    waits = nominate(session, staff, acting_for="province", by=office)

    assert waits.state == N.WAITING


def test_quota_of_a_department_holds_inside_that_of_its_institution(session, staff, office):
    department = DepartmentFactory(institution=staff.institution)
    staff.department = department
    staff.save()
    SeatQuotaFactory(session=session, institution=staff.institution, seats=2)
    SeatQuotaFactory(session=session, institution=staff.institution, department=department, seats=0)

    assert nominate(session, staff, acting_for="province", by=office).state == N.WAITING


def test_limit_of_people_away_keeps_a_department_at_work(staff, office):
    department = DepartmentFactory(institution=staff.institution)
    staff.department = department
    staff.save()
    colleague = StaffMemberFactory(institution=staff.institution, department=department)
    DepartmentLimitFactory(institution=staff.institution, people=1)
    elsewhere = NominationFactory(staff=colleague)
    session = TrainingSessionFactory(starts_on=elsewhere.session.ends_on)

    waits = nominate(session, staff, acting_for="province", by=office)

    assert waits.state == N.WAITING
    assert department.name in waits.reason


def refused(session, staff, by, *, acting_for="institution"):
    with pytest.raises(TrainingRefused) as refusal:
        nominate(session, staff, acting_for=acting_for, by=by)
    assert not Nomination.objects.filter(session=session, staff=staff, nominated_by=by).exists()
    return str(refusal.value)


def test_training_of_students_takes_no_staff(staff, office):
    session = TrainingSessionFactory(programme__kind=ProgrammeKind.STUDENT)

    assert "学生" in refused(session, staff, office)


def test_session_of_another_province_is_not_for_them(staff, office):
    programme = TrainingProgrammeFactory(province="42")

    assert "本次培训" in refused(TrainingSessionFactory(programme=programme), staff, office)


def test_kind_of_staff_that_the_programme_is_not_for_is_refused(staff, office):
    session = TrainingSessionFactory(programme__staff_kinds=[StaffKind.FULL_TIME_MANAGER])

    assert "专职管理" in refused(session, staff, office)


def test_somebody_who_will_have_left_is_refused(session, staff, office):
    staff.periods.update(valid_to=session.starts_on)

    assert "不在岗" in refused(session, staff, office)


def test_prerequisite_has_to_be_completed(staff, office):
    first = TrainingProgrammeFactory(name="基础轮训")
    session = TrainingSessionFactory(programme__prerequisite=first)

    assert "基础轮训" in refused(session, staff, office)

    CompletionFactory(staff=staff, programme=first)
    assert nominate(session, staff, acting_for="institution", by=office).pk


def test_two_sessions_on_the_same_days_are_refused(session, staff, office):
    other = TrainingSessionFactory(code="重叠", starts_on=session.ends_on)
    nominate(other, staff, acting_for="institution", by=office)

    with pytest.raises(TrainingRefused, match="重叠"):
        nominate(session, staff, acting_for="institution", by=office)


def test_second_nomination_for_the_same_session_is_refused(session, staff, office):
    nominate(session, staff, acting_for="institution", by=office)

    with pytest.raises(TrainingRefused, match="已被提名"):
        nominate(session, staff, acting_for="institution", by=office)


def test_who_was_refused_may_be_nominated_again(session, staff, office):
    nomination = nominate(session, staff, acting_for="institution", by=office)
    refuse(nomination, acting_for="province", reason="名额先给未参训者", by=None)

    assert nominate(session, staff, acting_for="institution", by=office).state == N.NOMINATED


def test_refusal_needs_a_reason(session, staff, office):
    nomination = nominate(session, staff, acting_for="institution", by=office)

    with pytest.raises(TrainingRefused, match="理由"):
        refuse(nomination, acting_for="province", reason=" ", by=None)


@pytest.mark.parametrize("state", [SessionState.DRAFT, SessionState.HELD, SessionState.CANCELLED])
def test_session_that_is_not_open_takes_nobody(staff, office, state):
    assert "不再接受" in refused(TrainingSessionFactory(state=state), staff, office)


def test_after_the_last_day_only_the_province_nominates(staff, office):
    today = timezone.localdate()
    session = TrainingSessionFactory(starts_on=today + 3 * DAY, registration_closes_on=today - DAY)

    assert "截止" in refused(session, staff, office)
    assert nominate(session, staff, acting_for="province", by=None).state == N.APPROVED


def test_who_did_not_appear_waits_until_the_rule_lets_them(staff, office):
    NominationRuleFactory(province="41", no_show_months=12)
    missed = TrainingSessionFactory(
        starts_on=timezone.localdate() - 30 * DAY, state=SessionState.HELD
    )
    NominationFactory(session=missed, staff=staff, state=N.NO_SHOW)

    assert "未到" in refused(TrainingSessionFactory(), staff, office)
    later = TrainingSessionFactory(starts_on=missed.ends_on + 400 * DAY)
    assert nominate(later, staff, acting_for="institution", by=office).pk


def test_withdrawal_in_time_needs_no_reason_and_frees_the_seat(session, staff, heard):
    NominationRuleFactory(province="41", free_withdrawal_days=7)
    nomination = NominationFactory(session=session, staff=staff)

    withdrawn = withdraw(nomination, by=staff.user)

    assert (withdrawn.state, withdrawn.withdrawn_late) == (N.WITHDRAWN, False)
    session.refresh_from_db()
    assert session.seats_taken == 0
    assert heard == [("withdrawn", withdrawn, staff.user)]


def test_late_withdrawal_needs_a_reason_and_is_noted(staff):
    NominationRuleFactory(province="41", free_withdrawal_days=7)
    today = timezone.localdate()
    session = TrainingSessionFactory(starts_on=today + 3 * DAY)
    nomination = NominationFactory(session=session, staff=staff)

    with pytest.raises(TrainingRefused, match="原因"):
        withdraw(nomination, by=staff.user)
    withdrawn = withdraw(nomination, reason="住院", by=staff.user)

    assert (withdrawn.withdrawn_late, withdrawn.reason) == (True, "住院")


def test_withdrawal_from_the_list_is_never_late(staff):
    session = TrainingSessionFactory(starts_on=timezone.localdate() + DAY)
    nomination = NominationFactory(session=session, staff=staff, state=N.WAITING)

    assert not withdraw(nomination, by=staff.user).withdrawn_late


def test_once_begun_nobody_withdraws(staff):
    session = TrainingSessionFactory(starts_on=timezone.localdate())
    nomination = NominationFactory(session=session, staff=staff)

    with pytest.raises(TrainingRefused, match="已开始"):
        withdraw(nomination, reason="有事", by=staff.user)


def test_withdrawal_twice_is_refused(session, staff):
    nomination = NominationFactory(session=session, staff=staff)
    withdraw(nomination, by=staff.user)

    with pytest.raises(TrainingRefused):
        withdraw(nomination, by=staff.user)


def test_receiver_that_cannot_follow_undoes_the_withdrawal(session, staff):
    nomination = NominationFactory(session=session, staff=staff)

    def objects(**_):
        raise ValueError("no")

    nomination_withdrawn.connect(objects)
    try:
        with pytest.raises(ValueError, match="no"):
            withdraw(nomination, by=staff.user)
    finally:
        nomination_withdrawn.disconnect(objects)

    nomination.refresh_from_db()
    assert nomination.state == N.APPROVED


def test_month_end_stays_in_its_month():
    from courses.training.domain.spans import months_after

    assert months_after(datetime.date(2027, 1, 31), 1) == datetime.date(2027, 2, 28)
    assert months_after(datetime.date(2027, 1, 31), -2) == datetime.date(2026, 11, 30)
    assert months_after(datetime.date(2026, 12, 1), 36) == datetime.date(2029, 12, 1)


def test_institutions_without_a_quota_share_where_nobody_has_one(session, office):
    people = [StaffMemberFactory(institution=InstitutionFactory()) for _ in range(2)]

    states = [nominate(session, one, acting_for="province", by=office).state for one in people]

    assert states == [N.APPROVED, N.APPROVED]
