"""Each home answers the first question of its role, with few queries whatever the data."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.compliance.enums import FindingState
from assessments.grading.enums import SheetState
from courses.institutions.enums import RoleKind
from courses.qualifications.domain import revoke_certificate
from courses.qualifications.enums import CertificateState, Recognition
from courses.teaching.enums import Outcome
from courses.teaching.models import Enrolment
from courses.timetable.enums import DayKind, MeetingStatus, VersionState
from courses.timetable.models import CalendarDay, Meeting, TimetableVersion
from media.jobs.heartbeat import beat
from tests.factories.certificates import CertificateFactory
from tests.factories.compliance import AuditRunFactory, FindingFactory
from tests.factories.grading import GradeSheetFactory
from tests.factories.institutions import DepartmentFactory, RoleFactory, UserFactory
from tests.factories.qualifications import (
    CertificateRuleFactory,
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import TermFactory

pytestmark = pytest.mark.django_db
HOME = "/my/"


@pytest.fixture
def open_home(client):
    """`open_home(user, "?as=office")` → the text of the page."""

    def get(user, query=""):
        client.force_login(user, backend="cms.users.backends.AccountBackend")
        response = client.get(HOME + query)
        assert response.status_code == 200
        return response.content.decode()

    return get


@pytest.fixture
def person_as(world):
    """A person with that role at the world's institution."""

    def make(kind, **role):
        if kind == RoleKind.PROVINCE_OFFICER:
            role |= {"institution": None, "province": world.institution.province}
        elif kind in (RoleKind.DEPARTMENT_COORDINATOR, RoleKind.COUNSELLOR):
            role |= {"institution": world.institution, "department": world.department}
        else:
            role |= {"institution": world.institution}
        return RoleFactory(kind=kind, **role).user

    return make


def test_student_sees_the_next_meeting(world, open_home):
    one = world.add_class()
    text = open_home(world.student.user)
    assert one.today.room.name in text
    assert "23:57–23:59" in text
    assert one.today.unit.title in text


def test_student_sees_hours_so_far_and_reachable(world, open_home):
    world.add_class()
    text = open_home(world.student.user)
    # 32 classroom hours are planned; one meeting of two was held.
    assert "已修 <strong>2</strong> / 32 学时" in text
    assert "最多还可达 32 学时" in text


def test_student_does_not_see_meetings_of_other_classes(world, open_home):
    one = world.add_class()
    Enrolment.objects.filter(pk=one.enrolment.pk).update(
        valid_from="2020-01-01", valid_to="2020-02-01"
    )
    text = open_home(world.student.user)
    assert one.today.room.name not in text


def test_student_sees_a_grade_once_it_is_final(world, open_home):
    one = world.add_class()
    assert "成绩 88" not in open_home(world.student.user)
    one.enrolment.outcome, one.enrolment.grade = Outcome.PASSED, 88
    one.enrolment.save()
    assert "成绩 88" in open_home(world.student.user)


def test_student_finds_the_certificate(world, open_home):
    certificate = CertificateFactory(enrolment=world.add_class().enrolment)
    address = reverse("certificates:document", args=[certificate.public_id])
    assert address in open_home(world.student.user)


def test_student_without_a_record_is_told_whom_to_ask(open_home, institution):
    user = RoleFactory(kind=RoleKind.STUDENT, institution=institution).user
    assert "尚未关联学生" in open_home(user)


def test_instructor_starts_the_roll_call_of_today(world, open_home):
    one = world.add_class()
    text = open_home(world.instructor.user)
    assert f'btn-lg" href="{reverse("delivery:roll_call", args=[one.today.public_id])}"' in text


@pytest.mark.parametrize(("days", "asked"), [(0, True), (3, True), (-1, False)])
def test_instructor_is_told_until_when_wishes_are_asked_for(world, open_home, days, asked):
    day = timezone.localdate() + datetime.timedelta(days=days)
    type(world.term).objects.filter(pk=world.term.pk).update(wishes_until=day)
    text = open_home(world.instructor.user)
    assert (reverse("timetable:own_wishes") + '">我的排课意愿' in text) is asked
    assert (day.isoformat() in text) is asked


def test_instructor_sees_meetings_without_a_record(world, open_home):
    one = world.add_class()
    assert reverse("delivery:roll_call", args=[one.unrecorded.public_id]) in open_home(
        world.instructor.user
    )


def test_instructor_is_told_the_next_meeting_on_a_free_day(world, open_home):
    one = world.add_class()
    Meeting.objects.filter(pk=one.today.pk).update(
        status=MeetingStatus.CANCELLED, date="2020-01-01"
    )
    text = open_home(world.instructor.user)
    assert "今天没有课" in text
    assert one.tomorrow.room.name in text


def test_instructor_hands_in_the_sheet_of_a_class_that_is_over(world, open_home):
    one = world.add_class()
    address = reverse("grading:sheet", args=[one.teaching_class.public_id])
    assert address not in open_home(world.instructor.user)
    Meeting.objects.filter(date__gte=world.today).update(status=MeetingStatus.CANCELLED)
    assert address in open_home(world.instructor.user)


def test_instructor_reads_why_a_sheet_came_back(world, open_home):
    one = world.add_class()
    GradeSheetFactory(teaching_class=one.teaching_class, return_note="第3行为何是100分？")
    assert "第3行为何是100分？" in open_home(world.instructor.user)


def test_instructor_has_nothing_to_do_for_a_submitted_sheet(world, open_home):
    one = world.add_class()
    Meeting.objects.filter(date__gte=world.today).update(status=MeetingStatus.CANCELLED)
    GradeSheetFactory(teaching_class=one.teaching_class, state=SheetState.SUBMITTED)
    assert "待提交的成绩登记表" not in open_home(world.instructor.user)


@pytest.mark.parametrize(("days", "shown"), [(89, True), (91, False)])
def test_instructor_is_warned_of_a_lapsing_certificate(world, open_home, days, shown):
    CertificateRuleFactory()
    certificate = StaffCertificateFactory(
        staff=world.instructor, expires_on=world.today + datetime.timedelta(days=days)
    )
    assert (certificate.level.name in open_home(world.instructor.user)) is shown


def test_instructor_is_told_of_a_certificate_that_has_ended(world, open_home):
    StaffCertificateFactory(
        staff=world.instructor, expires_on=world.today - datetime.timedelta(days=1)
    )
    assert "到期，请提交续期证书" in open_home(world.instructor.user)


def test_office_and_instructor_see_which_meetings_nobody_may_teach(world, open_home, person_as):
    """The instructor holds nothing, and the rule demands it."""
    one = world.add_class()
    TeachingRuleFactory(province=world.institution.province)
    text = open_home(person_as(RoleKind.TEACHING_OFFICE))
    assert "无人有资格任教" in text
    assert one.teaching_class.code in text
    assert "您不能讲授" in open_home(world.instructor.user)


def test_homes_name_meetings_whose_certificate_is_revoked_in_mid_term(world, open_home, person_as):
    """The timetable was published when all was well."""
    one = world.add_class()
    TeachingRuleFactory(province=world.institution.province)
    level = LevelRecognitionFactory(recognition=Recognition.COUNTS).level
    certificate = StaffCertificateFactory(staff=world.instructor, level=level)
    office = person_as(RoleKind.TEACHING_OFFICE)
    assert "无人有资格任教" not in open_home(office)
    revoke_certificate(certificate, reason="证书系伪造", by=office)
    text = open_home(office)
    assert "无人有资格任教" in text
    assert one.teaching_class.code in text
    assert "您不能讲授" in open_home(world.instructor.user)


def test_office_sees_how_many_certificates_end_soon(world, open_home, person_as):
    CertificateRuleFactory()
    StaffCertificateFactory(
        staff=world.instructor, expires_on=world.today + datetime.timedelta(days=5)
    )
    assert "本证书即将到期" in open_home(person_as(RoleKind.TEACHING_OFFICE))


def test_department_sees_its_classes_only(world, open_home, person_as):
    one = world.add_class()
    text = open_home(person_as(RoleKind.DEPARTMENT_COORDINATOR))
    assert one.teaching_class.code in text
    other = RoleFactory(
        kind=RoleKind.DEPARTMENT_COORDINATOR,
        institution=world.institution,
        department=DepartmentFactory(institution=world.institution),
    ).user
    assert one.teaching_class.code not in open_home(other)


def test_department_counts_what_nobody_recorded(world, open_home, person_as):
    world.add_class()
    text = open_home(person_as(RoleKind.DEPARTMENT_COORDINATOR))
    assert '<span class="point-count">1</span> <span>次课未点名</span>' in text


def test_class_without_a_timetable_owes_nothing(world, open_home, person_as):
    world.add_class()
    Meeting.objects.exclude(status=MeetingStatus.HELD).update(status=MeetingStatus.CANCELLED)
    assert "学时欠课" in open_home(person_as(RoleKind.DEPARTMENT_COORDINATOR))
    Meeting.objects.update(status=MeetingStatus.CANCELLED)
    Meeting.objects.filter(delivery__isnull=False).get().delivery.delete()
    assert "学时欠课" not in open_home(person_as(RoleKind.DEPARTMENT_COORDINATOR))


def test_office_sees_what_waits(world, open_home, person_as):
    one = world.add_class()
    StaffCertificateFactory(staff=world.instructor, state=CertificateState.SUBMITTED)
    GradeSheetFactory(teaching_class=one.teaching_class, state=SheetState.SUBMITTED)
    CalendarDay.objects.create(
        term=world.term,
        institution=world.institution,
        date=world.today,
        kind=DayKind.MAKE_UP_WORKDAY,
    )
    text = open_home(person_as(RoleKind.TEACHING_OFFICE))
    for words in (
        "次课未点名",
        "份教师证书待核验",
        "份成绩登记表待审核",
        "个调休上课日未指定按哪天课表上课",
    ):
        assert words in text


def test_office_is_told_when_nothing_waits(world, open_home, person_as):
    assert "没有待办" in open_home(person_as(RoleKind.TEACHING_OFFICE))


def test_office_sees_the_lights_of_the_last_audit(world, open_home, person_as):
    FindingFactory(
        run=AuditRunFactory(institution=world.institution),
        state=FindingState.NOT_MET,
        value="1:612",
    )
    text = open_home(person_as(RoleKind.TEACHING_OFFICE))
    assert "1:612" in text
    assert "state-bad" in text


def test_office_of_another_institution_sees_none_of_it(world, open_home):
    world.add_class()
    FindingFactory(run=AuditRunFactory(institution=world.institution), value="1:612")
    text = open_home(RoleFactory(kind=RoleKind.TEACHING_OFFICE).user)
    assert "1:612" not in text
    assert "次课未点名" not in text


def test_opening_starts_with_the_roster(open_home):
    text = open_home(RoleFactory(kind=RoleKind.TEACHING_OFFICE).user)
    assert "0 / 7" in text
    steps = text[text.index('class="steps"') :]
    first, second = steps.split("<li")[1:3]
    assert 'aria-current="step"' in first
    assert reverse("institutions:roster") in first
    assert "step-later" in second


def test_opening_is_that_of_the_next_term_while_this_one_has_its_exams(
    institution, open_home, monkeypatch
):
    office = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution).user
    TermFactory(institution=institution, exam_weeks=2)
    after = TermFactory(
        institution=institution, code="2026-2027-2", first_monday=datetime.date(2027, 3, 1)
    )
    in_exams = datetime.date(2027, 1, 6)
    monkeypatch.setattr("cms.portal.homes.today.timezone.localdate", lambda *args: in_exams)
    text = open_home(office)
    assert "2026-2027-2" in text
    assert f"{reverse('timetable:build')}?term={after.public_id}" in text


def test_opening_is_complete_when_the_timetable_is_published(world, open_home, person_as):
    one = world.add_class()
    world.student.entry_year = int(world.term.code[:4])
    world.student.save()
    office = person_as(RoleKind.TEACHING_OFFICE)
    assert "5 / 7" in open_home(office)
    TimetableVersion.objects.create(
        term=one.teaching_class.term,
        institution=world.institution,
        number=1,
        state=VersionState.PUBLISHED,
    )
    assert '<details class="opening">' in open_home(office)


def test_province_sees_institutions_by_urgency(world, open_home, person_as):
    FindingFactory(run=AuditRunFactory(institution=world.institution), state=FindingState.NOT_MET)
    text = open_home(person_as(RoleKind.PROVINCE_OFFICER))
    assert world.institution.name in text
    assert "未达标" in text


def test_auditor_opens_a_finding(world, open_home, person_as):
    finding = FindingFactory(run=AuditRunFactory(institution=world.institution))
    text = open_home(person_as(RoleKind.AUDITOR))
    assert reverse("compliance:finding", args=[finding.public_id]) in text


def test_counsellor_sees_classes_of_the_department(world, open_home, person_as):
    text = open_home(person_as(RoleKind.COUNSELLOR))
    assert world.student.administrative_class.name in text


def test_counsellor_without_a_department_sees_nobody(world, open_home):
    user = RoleFactory(kind=RoleKind.COUNSELLOR, institution=world.institution).user
    assert world.student.administrative_class.name not in open_home(user)


def test_administrator_learns_that_the_worker_is_down(open_home, person_as):
    administrator = person_as(RoleKind.INSTITUTION_ADMINISTRATOR)
    assert "后台任务进程未运行" in open_home(administrator)
    beat()
    assert "后台任务进程运行正常" in open_home(administrator)


def test_person_with_two_roles_gets_the_first_and_a_way_to_the_other(world, open_home, person_as):
    user = world.instructor.user
    person_as(RoleKind.TEACHING_OFFICE, user=user)
    text = open_home(user)
    assert "<h1>本周</h1>" in text
    assert 'href="/my/?as=instructor"' in text
    assert "<h1>今天</h1>" in open_home(user, "?as=instructor")


def test_home_of_a_role_that_one_lacks_is_ones_own(world, open_home):
    assert "<h1>今天</h1>" in open_home(world.instructor.user, "?as=office")


def test_person_without_a_role_is_told_whom_to_ask(open_home):
    assert "还没有角色" in open_home(UserFactory())


def test_stranger_is_sent_to_sign_in(client):
    assert client.get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (RoleKind.STUDENT, 11),
        (RoleKind.INSTRUCTOR, 11),
        (RoleKind.DEPARTMENT_COORDINATOR, 9),
        (RoleKind.TEACHING_OFFICE, 15),
        (RoleKind.INSTITUTION_ADMINISTRATOR, 14),
        (RoleKind.PROVINCE_OFFICER, 9),
        (RoleKind.AUDITOR, 9),
        (RoleKind.COUNSELLOR, 9),
    ],
)
def test_home_asks_few_questions_whatever_the_data(
    world, client, person_as, kind, limit, django_assert_max_num_queries
):
    """Every card of the home has something to say, and a rule blocks whoever teaches."""
    own = {RoleKind.STUDENT: world.student.user, RoleKind.INSTRUCTOR: world.instructor.user}
    user = own.get(kind) or person_as(kind)
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    # From today on: what was taught before could be recorded.
    TeachingRuleFactory(province=world.institution.province, valid_from=world.today)
    CertificateRuleFactory()

    def add_row():
        one = world.add_class()
        CertificateFactory(enrolment=one.enrolment)
        GradeSheetFactory(teaching_class=one.teaching_class, return_note="?")
        StaffCertificateFactory(staff=world.instructor, state=CertificateState.RETURNED)
        FindingFactory(run=AuditRunFactory(institution=world.institution))
        world.make_student()

    def count():
        with django_assert_max_num_queries(limit) as queries:
            assert client.get(HOME).status_code == 200
        return len(queries)

    add_row()
    with_one = count()
    add_row()
    add_row()
    assert count() == with_one


def test_instructor_without_a_class_learns_what_to_do_meanwhile(world, open_home, person_as):
    from tests.factories.institutions import StaffMemberFactory

    colleague = person_as(RoleKind.INSTRUCTOR)
    StaffMemberFactory(institution=world.institution, user=colleague)
    page = open_home(colleague)
    assert "还没有任教的教学班" in page
    assert reverse("wagtailadmin_home") in page
    assert "今天没有课" not in page


def test_instructor_whose_timetable_is_not_published_learns_it(world, open_home, person_as):
    from tests.factories.institutions import StaffMemberFactory
    from tests.factories.teaching import TeachingAssignmentFactory, TeachingClassFactory

    colleague = person_as(RoleKind.INSTRUCTOR)
    staff = StaffMemberFactory(institution=world.institution, user=colleague)
    TeachingAssignmentFactory(
        staff=staff,
        teaching_class=TeachingClassFactory(
            outline__course__institution=world.institution, term=world.term
        ),
    )
    page = open_home(colleague)
    assert "课表发布后" in page
    assert "还没有任教的教学班" not in page
