"""What people meet on the screens of training, and do there."""

import io

import pandas
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courses.institutions.enums import RoleKind as R
from courses.training.enums import NominationState as N
from courses.training.enums import SessionState
from courses.training.models import Completion, Nomination, SeatQuota, TrainingSession
from tests.factories.changes import published_term
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    StaffMemberFactory,
    UserFactory,
)
from tests.factories.training import (
    DAY,
    CompletionFactory,
    CycleRuleFactory,
    NominationFactory,
    SeatQuotaFactory,
    TrainingProgrammeFactory,
    TrainingSessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(sign_in):
    return sign_in(R.PROVINCE_OFFICER)


@pytest.fixture
def office(sign_in):
    return sign_in(R.TEACHING_OFFICE)


@pytest.fixture
def instructor(sign_in, institution):
    staff = StaffMemberFactory(institution=institution, user=UserFactory(), name="陈卫东")
    client = sign_in(R.INSTRUCTOR, user=staff.user)
    client.staff = staff
    return client


def text(client, name, *args, **kwargs):
    response = client.get(reverse(f"training:{name}", args=args, **kwargs))
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(f"training:{name}", args=args), data)


def form_of(session, **changes):
    return {
        "code": session.code,
        "starts_on": session.starts_on.isoformat(),
        "ends_on": session.ends_on.isoformat(),
        "registration_closes_on": session.registration_closes_on.isoformat(),
        "seats": session.seats,
        "place": session.place,
    } | changes


def test_province_plans_and_opens_a_session(officer):
    programme = TrainingProgrammeFactory()
    start = timezone.localdate() + 50 * DAY

    response = post(
        officer,
        "session_add",
        programme=str(programme.public_id),
        code="2027年第1期",
        starts_on=start.isoformat(),
        ends_on=(start + 2 * DAY).isoformat(),
        registration_closes_on=(start - DAY).isoformat(),
        seats="40",
        place="洛阳市",
    )
    session = TrainingSession.objects.get()
    assert response["Location"] == reverse("training:session", args=[session.public_id])
    assert (session.province, session.institution, session.state) == ("41", None, "draft")

    post(officer, "session_act", session.public_id, act="open")
    session.refresh_from_db()
    assert session.state == SessionState.OPEN


def test_impossible_session_is_said_at_its_field(officer):
    session = TrainingSessionFactory()
    data = form_of(session, ends_on="2020-01-01")

    response = post(officer, "session_edit", session.public_id, **data)

    assert response.status_code == 422
    assert "早于" in response.content.decode()


def test_draft_of_the_province_is_not_shown_to_institutions(officer, office):
    session = TrainingSessionFactory(state=SessionState.DRAFT)

    assert session.code in text(officer, "sessions")
    assert session.code not in text(office, "sessions")
    assert office.get(reverse("training:session", args=[session.public_id])).status_code == 404


def test_office_sees_but_does_not_change_a_session_of_the_province(office):
    session = TrainingSessionFactory()

    assert session.code in text(office, "session", session.public_id)
    assert office.get(reverse("training:session_edit", args=[session.public_id])).status_code == 404


def test_moving_onto_teaching_days_shows_the_meetings_first(officer):
    world = published_term()
    session = TrainingSessionFactory(
        starts_on=world.meeting.date + 30 * DAY,
        registration_closes_on=timezone.localdate() + DAY,
    )
    NominationFactory(session=session, staff=world.instructor)
    data = form_of(
        session, starts_on=world.meeting.date.isoformat(), ends_on=world.meeting.date.isoformat()
    )

    shown = post(officer, "session_edit", session.public_id, **data)
    page = shown.content.decode()
    assert world.instructor.name in page
    assert world.teaching_class.code in page
    session.refresh_from_db()
    assert session.starts_on != world.meeting.date

    post(officer, "session_edit", session.public_id, confirmed="yes", **data)
    session.refresh_from_db()
    assert session.starts_on == world.meeting.date


def test_fewer_seats_than_people_offer_the_choice_who_waits(officer):
    session = TrainingSessionFactory(seats=2)
    people = [NominationFactory(session=session) for _ in range(2)]
    data = form_of(session, seats="1")

    refused = post(officer, "session_edit", session.public_id, **data)
    assert refused.status_code == 422
    assert str(people[0].public_id) in refused.content.decode()

    post(officer, "session_edit", session.public_id, to_the_list=str(people[0].public_id), **data)
    assert [one.state for one in Nomination.objects.order_by("pk")] == [N.WAITING, N.APPROVED]


def test_cancelling_asks_why(officer):
    session = TrainingSessionFactory()
    assert post(officer, "session_cancel", session.public_id, reason="").status_code == 422

    post(officer, "session_cancel", session.public_id, reason="基地停电")
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_province_shares_seats_out_in_one_table(officer, institution):
    session = TrainingSessionFactory(seats=5)
    other = InstitutionFactory()

    post(
        officer,
        "quotas",
        session.public_id,
        **{f"seats-{institution.public_id}": "2", f"min-{institution.public_id}": "1"},
    )

    quota = SeatQuota.objects.get()
    assert (quota.institution, quota.seats, quota.minimum) == (institution, 2, 1)
    assert other.name in text(officer, "quotas", session.public_id)


def test_quota_below_its_people_is_refused_and_offers_the_choice(officer, institution):
    session = TrainingSessionFactory()
    SeatQuotaFactory(session=session, institution=institution, seats=1)
    person = NominationFactory(
        session=session, staff=StaffMemberFactory(institution=institution, name="何敏")
    )
    data = {f"seats-{institution.public_id}": "0"}

    refused = post(officer, "quotas", session.public_id, **data)
    assert refused.status_code == 422
    assert "已有 1 人" in refused.content.decode()

    post(officer, "quotas", session.public_id, to_the_list=str(person.public_id), **data)
    person.refresh_from_db()
    assert person.state == N.WAITING


def test_office_shares_its_seats_out_among_departments(office, institution):
    session = TrainingSessionFactory()
    SeatQuotaFactory(session=session, institution=institution, seats=2)
    department = DepartmentFactory(institution=institution)

    post(office, "quotas", session.public_id, **{f"seats-{department.public_id}": "1"})

    assert SeatQuota.objects.get(department=department).seats == 1


def test_candidates_show_who_is_due_first_and_what_they_would_miss(sign_in):
    world = published_term()
    office = sign_in(R.TEACHING_OFFICE, institution=world.institution)
    CycleRuleFactory(province="41")
    CompletionFactory(staff=world.instructor)
    session = TrainingSessionFactory(
        starts_on=world.meeting.date, registration_closes_on=timezone.localdate()
    )

    page = text(office, "nominate", session.public_id)

    assert page.index(world.colleague.name) < page.index(world.instructor.name)
    assert "将缺 1 次课" in page
    assert world.teaching_class.code in page


def test_office_nominates_and_the_province_approves(office, officer, institution):
    session = TrainingSessionFactory()
    staff = StaffMemberFactory(institution=institution, name="何敏")

    post(office, "nominate", session.public_id, staff=str(staff.public_id))
    nomination = Nomination.objects.get()
    assert (nomination.state, nomination.waits_for) == (N.NOMINATED, "province")
    assert "何敏" in text(officer, "session", session.public_id)

    post(officer, "decide", nomination.public_id, answer="yes")
    nomination.refresh_from_db()
    assert nomination.state == N.APPROVED


def test_who_cannot_be_nominated_is_named_and_the_others_go(office, institution):
    session = TrainingSessionFactory(programme__staff_kinds=["full_time_teacher"])
    fits = StaffMemberFactory(institution=institution)
    manager = StaffMemberFactory(institution=institution, kind="full_time_manager", name="郑管理")

    response = office.post(
        reverse("training:nominate", args=[session.public_id]),
        {"staff": [str(fits.public_id), str(manager.public_id)]},
        follow=True,
    )

    assert "郑管理：" in response.content.decode()
    assert [one.staff for one in Nomination.objects.all()] == [fits]


def test_office_nominates_nobody_of_another_institution(office):
    session = TrainingSessionFactory()
    stranger = StaffMemberFactory()

    post(office, "nominate", session.public_id, staff=str(stranger.public_id))

    assert not Nomination.objects.exists()


def test_coordinator_proposes_and_the_office_answers(sign_in, office, institution):
    department = DepartmentFactory(institution=institution)
    coordinator = sign_in(R.DEPARTMENT_COORDINATOR, department=department)
    staff = StaffMemberFactory(institution=institution, department=department)
    session = TrainingSessionFactory()

    post(coordinator, "nominate", session.public_id, staff=str(staff.public_id))
    nomination = Nomination.objects.get()
    assert nomination.waits_for == "institution"

    post(office, "decide", nomination.public_id, answer="no", reason="先安排未参训者")
    nomination.refresh_from_db()
    assert (nomination.state, nomination.reason) == (N.REFUSED, "先安排未参训者")


def test_instructor_sees_what_is_owed_and_open_and_applies(instructor):
    CycleRuleFactory(province="41")
    session = TrainingSessionFactory(code="第七期")
    TrainingSessionFactory(code="学生班", programme__kind="student")
    page = text(instructor, "mine")
    assert "第七期" in page
    assert "学生班" not in page
    assert "测试文件" in page

    post(instructor, "apply", session.public_id)

    nomination = Nomination.objects.get()
    assert (nomination.staff, nomination.is_own_application) == (instructor.staff, True)
    assert "等待学校审批" in text(instructor, "mine")


def test_instructor_withdraws_and_the_next_moves_up(instructor):
    session = TrainingSessionFactory(seats=1)
    own = NominationFactory(session=session, staff=instructor.staff)
    waits = NominationFactory(session=session, state=N.WAITING)

    response = post(instructor, "withdraw", own.public_id, reason="")

    assert response["Location"] == reverse("training:mine")
    waits.refresh_from_db()
    assert waits.state == N.APPROVED


def test_instructor_does_not_withdraw_a_colleague(instructor, institution):
    other = NominationFactory(staff=StaffMemberFactory(institution=institution))

    response = instructor.get(reverse("training:withdraw", args=[other.public_id]))

    assert response.status_code == 404


def test_province_does_not_withdraw_from_a_session_that_a_school_keeps(officer, institution):
    """It sees the school's own training; who goes there is the school's business."""
    session = TrainingSessionFactory(programme__institution=institution)
    person = NominationFactory(session=session, staff__institution=institution)

    response = post(officer, "withdraw", person.public_id, reason="x")

    assert response.status_code == 404
    person.refresh_from_db()
    assert person.state == N.APPROVED
    address = reverse("training:withdraw", args=[person.public_id])
    assert address not in text(officer, "session", session.public_id)


def test_roll_of_the_days_then_results_then_credit(officer):
    session = TrainingSessionFactory(starts_on=timezone.localdate() - 2 * DAY)
    person = NominationFactory(session=session)
    for day in session.days:
        url = f"{reverse('training:roll', args=[session.public_id])}?day={day.isoformat()}"
        assert person.staff.name in officer.get(url).content.decode()
        officer.post(url, {f"p-{person.public_id}": "present"})
    post(officer, "session_act", session.public_id, act="hold")

    assert "24 学时" in text(officer, "results", session.public_id)
    post(officer, "results", session.public_id, **{f"r-{person.public_id}": "passed"})

    assert Completion.objects.get().hours == 24


def test_day_that_is_none_of_the_session_is_not_found(officer):
    session = TrainingSessionFactory()
    url = reverse("training:roll", args=[session.public_id])
    assert officer.get(f"{url}?day=2020-01-01").status_code == 404


def test_programme_is_added_by_the_province_and_read_by_institutions(officer, office):
    said = {"code": "LX1", "name": "省级轮训", "kind": "rotation", "hours": "24"}
    officer.post(reverse("training:programme_add"), said)

    assert "省级轮训" in text(office, "programmes")


def test_coverage_counts_each_unit(office, institution):
    CycleRuleFactory(institution=institution)
    department = DepartmentFactory(institution=institution, name="文学院")
    trained = StaffMemberFactory(institution=institution, department=department)
    CompletionFactory(staff=trained)
    StaffMemberFactory(institution=institution, department=department, name="陈逾期")

    page = text(office, "coverage")

    assert "文学院" in page
    assert "50 %" in page
    assert "陈逾期" in page


def test_who_is_late_and_nominated_is_counted_as_nominated_and_listed_with_the_session(
    office, institution
):
    """The figure above and the list below say different things, so under different names."""
    CycleRuleFactory(institution=institution)
    late = StaffMemberFactory(institution=institution, name="陈逾期")
    NominationFactory(session=TrainingSessionFactory(code="第七期"), staff=late)

    page = office.get(reverse("training:coverage"))

    assert (page.context["total"].overdue, page.context["total"].nominated) == (0, 1)
    (due,) = [month for month in page.context["months"] if month["people"]]
    assert due["first"] is None
    listed = page.content.decode().partition("何时到期")[2]
    assert "此前已到期" in listed
    assert "已提名 第七期" in listed
    assert "逾期未训" not in listed


def test_coverage_of_a_past_day_knows_nothing_of_later_trainings(office, institution):
    CycleRuleFactory(institution=institution)
    completion = CompletionFactory(staff=StaffMemberFactory(institution=institution))
    before = (completion.completed_on - DAY).isoformat()

    assert "100 %" in text(office, "coverage")
    page = office.get(reverse("training:coverage"), {"on": before}).content.decode()
    assert "100 %" not in page


def test_coverage_exports_figures_and_people(office, institution, caplog):
    CycleRuleFactory(institution=institution)
    staff = StaffMemberFactory(institution=institution, name="=cmd")
    with caplog.at_level("INFO", "qihang.audit"):
        response = office.get(reverse("training:coverage_export"))

    sheets = pandas.read_excel(
        io.BytesIO(response.content), sheet_name=None, engine="calamine", dtype=str
    )
    assert list(sheets) == ["汇总", "人员"]
    assert staff.staff_number in sheets["人员"]["工号"].tolist()
    assert "exported" in caplog.text


def test_province_sees_coverage_by_institution(officer, institution):
    CycleRuleFactory(province="41")
    StaffMemberFactory(institution=institution)

    page = text(officer, "coverage")
    assert institution.name in page
    assert '<option value="institution" selected>' in page


def test_coordinator_sees_who_of_the_department_is_away_when(sign_in, institution):
    department = DepartmentFactory(institution=institution)
    coordinator = sign_in(R.DEPARTMENT_COORDINATOR, department=department)
    own, other = (
        StaffMemberFactory(institution=institution, department=where, name=name)
        for where, name in ((department, "何敏"), (None, "外院人"))
    )
    session = TrainingSessionFactory(code="第七期")
    NominationFactory(session=session, staff=own)
    NominationFactory(session=session, staff=other)
    waits = StaffMemberFactory(institution=institution, department=department, name="候补人")
    NominationFactory(session=session, staff=waits, state=N.WAITING)

    page = text(coordinator, "away")

    assert "第七期" in page
    assert "何敏" in page
    assert "外院人" not in page
    assert "候补人" not in page


@pytest.mark.parametrize("page", ["away", "sessions", "coverage", "session", "nominate", "mine"])
def test_page_asks_as_many_questions_for_three_as_for_one(page, office, instructor, institution):
    CycleRuleFactory(institution=institution)
    session = TrainingSessionFactory()

    def add_row():
        staff = StaffMemberFactory(
            institution=institution, department=DepartmentFactory(institution=institution)
        )
        NominationFactory(session=session, staff=staff)
        StaffMemberFactory(institution=institution)
        TrainingSessionFactory()
        CompletionFactory(staff=staff)
        NominationFactory(
            session=TrainingSessionFactory(starts_on=session.starts_on + 60 * DAY),
            staff=instructor.staff,
        )

    client = {"mine": instructor}.get(page, office)
    args = [session.public_id] if page in ("session", "nominate") else []
    url = reverse(f"training:{page}", args=args)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    add_row()
    one = count()
    add_row()
    add_row()
    assert count() == one
