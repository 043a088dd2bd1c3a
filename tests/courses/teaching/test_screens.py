"""The screens of terms and teaching classes."""

import datetime
import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.curriculum.models import CourseRequirement
from courses.institutions.enums import StaffKind
from courses.qualifications.domain import grant_waiver
from courses.qualifications.enums import Recognition
from courses.teaching.models import Enrolment, TeachingAssignment, TeachingClass, Term
from tests.factories.curriculum import OutlineFactory
from tests.factories.institutions import (
    AdministrativeClassFactory,
    DepartmentFactory,
    MajorFactory,
    StaffMemberFactory,
    StudentFactory,
    UserFactory,
)
from tests.factories.qualifications import (
    LevelRecognitionFactory,
    StaffCertificateFactory,
    TeachingRuleFactory,
)
from tests.factories.teaching import (
    EnrolmentFactory,
    TeachingAssignmentFactory,
    TeachingClassFactory,
    TermFactory,
)
from tests.factories.timetable import MeetingFactory

pytestmark = pytest.mark.django_db
EVERYBODY = {
    "admin",
    "office",
    "department",
    "instructor",
    "auditor",
    "student",
    "counsellor",
    "province",
}
OFFICE = {"admin", "office"}
OVERSEERS = OFFICE | {"department", "auditor"}


@pytest.fixture
def term(institution):
    return TermFactory(institution=institution)


@pytest.fixture
def outline(institution):
    outline = OutlineFactory(course__institution=institution, course__code="C2092011")
    CourseRequirement.objects.create(
        institution=institution, course=outline.course, entry_year=2026
    )
    return outline


@pytest.fixture
def homes(institution):
    """Three administrative classes of one major with two students each."""
    major = MajorFactory(department__institution=institution)
    homes = AdministrativeClassFactory.create_batch(3, major=major)
    for home in homes:
        StudentFactory.create_batch(2, administrative_class=home)
    return homes


@pytest.fixture
def teacher(institution):
    TeachingRuleFactory(staff_kind=StaffKind.FULL_TIME_TEACHER, province="41")
    level = LevelRecognitionFactory(recognition=Recognition.COUNTS).level
    staff = StaffMemberFactory(institution=institution, name="王老师")
    StaffCertificateFactory(staff=staff, level=level, expires_on=datetime.date(2026, 10, 27))
    return staff


def term_url(name, term):
    return reverse(f"teaching:{name}", args=[term.public_id])


@pytest.mark.parametrize(
    ("route", "allowed"),
    [
        ("terms", OVERSEERS | {"instructor"}),
        ("open", OFFICE),
        ("term", OVERSEERS),
        ("classes", OVERSEERS | {"instructor"}),
        ("propose", OFFICE),
        ("instructors", OFFICE),
    ],
)
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_term_screen_opens_only_to_its_roles(sign_in, term, route, allowed, role) -> None:
    arguments = [] if route in ("terms", "open") else [term.public_id]
    status = sign_in(role).get(reverse(f"teaching:{route}", args=arguments)).status_code
    assert status == (200 if role in allowed else 403)


@pytest.mark.parametrize("route", ["assign", "move", "remove"])
@pytest.mark.parametrize("role", sorted(EVERYBODY - OFFICE))
def test_only_the_office_changes_classes(sign_in, term, route, role) -> None:
    url = reverse(f"teaching:{route}", args=[TeachingClassFactory(term=term).public_id])
    client = sign_in(role)
    assert (client.get(url).status_code, client.post(url).status_code) == (403, 403)


def test_rows_of_another_institution_are_not_found(sign_in) -> None:
    foreign = TeachingClassFactory()
    client = sign_in("office")
    for name in ("term", "propose", "classes", "instructors"):
        assert client.get(term_url(name, foreign.term)).status_code == 404
    page = reverse("teaching:class", args=[foreign.public_id])
    assert client.get(page).status_code == 404
    for name in ("assign", "move", "remove"):
        url = reverse(f"teaching:{name}", args=[foreign.public_id])
        assert (client.get(url).status_code, client.post(url).status_code) == (404, 404)


def test_office_opens_a_term(institution, sign_in) -> None:
    data = {"code": "2026-2027-1", "first_monday": "2026-08-31", "weeks": 18}
    response = sign_in("office").post(reverse("teaching:open"), data, follow=True)
    assert response.context["term"] == Term.objects.get(institution=institution)


def test_term_that_does_not_fit_is_explained_at_its_field(sign_in) -> None:
    data = {"code": "2026-2027-1", "first_monday": "2026-09-01", "weeks": 18}
    response = sign_in("office").post(reverse("teaching:open"), data)
    assert response.status_code == 422
    assert "2026-09-01不是星期一" in response.content.decode()
    assert not Term.objects.exists()


def test_plan_leads_to_a_proposal_and_the_proposal_to_classes(
    sign_in, term, outline, homes
) -> None:
    client = sign_in("office")
    page = client.get(term_url("term", term)).content.decode()
    assert f"?course={outline.course.public_id}&amp;entry_year=2026" in page
    url = term_url("propose", term)
    start = client.get(url, {"course": outline.course.public_id, "entry_year": 2026})
    assert start.context["form"].initial["outline"] == outline
    choices = {
        "outline": outline.public_id,
        "entry_year": 2026,
        "max_size": 4,
        "max_classes": 3,
        "weekly_pattern": "weekly",
        "periods_per_meeting": 2,
    }
    shown = client.get(url, choices)
    assert [row["joint"].size for row in shown.context["rows"]] == [4, 2]
    assert not TeachingClass.objects.exists()
    client.post(url, choices | {"seen": shown.context["seen"]})
    assert TeachingClass.objects.count() == 2
    assert Enrolment.objects.count() == 6


def test_proposal_that_nobody_looked_at_is_not_created(sign_in, term, outline, homes) -> None:
    choices = {
        "outline": outline.public_id,
        "entry_year": 2026,
        "max_size": 4,
        "max_classes": 3,
        "weekly_pattern": "weekly",
        "periods_per_meeting": 2,
    }
    client = sign_in("office")
    seen = client.get(term_url("propose", term), choices).context["seen"]
    StudentFactory(administrative_class=homes[0])
    response = client.post(term_url("propose", term), choices | {"seen": seen})
    assert response.status_code == 422
    assert "已有变化" in response.content.decode()
    assert not TeachingClass.objects.exists()


def test_outline_of_another_institution_can_not_be_chosen(sign_in, term) -> None:
    response = sign_in("office").get(
        term_url("propose", term), {"outline": OutlineFactory().public_id, "entry_year": 2026}
    )
    assert response.status_code == 422


def test_instructor_sees_only_the_own_classes(institution, sign_in, term) -> None:
    user = UserFactory()
    staff = StaffMemberFactory(institution=institution, user=user)
    own = TeachingAssignmentFactory(teaching_class__term=term, staff=staff).teaching_class
    other = TeachingClassFactory(term=term)
    client = sign_in("instructor", user=user)
    assert list(client.get(term_url("classes", term)).context["page"]) == [own]
    assert client.get(reverse("teaching:class", args=[own.public_id])).status_code == 200
    assert client.get(reverse("teaching:class", args=[other.public_id])).status_code == 404


def test_coordinator_sees_students_of_the_own_department_only(
    institution, sign_in, term, outline, homes
) -> None:
    department = DepartmentFactory(institution=institution)
    home = AdministrativeClassFactory(major__department=department)
    teaching_class = TeachingClassFactory(
        term=term, outline=outline, administrative_classes=[home, homes[0]]
    )
    own = StudentFactory(administrative_class=home)
    for student in (own, homes[0].students.first()):
        EnrolmentFactory(teaching_class=teaching_class, student=student)
    client = sign_in("department", department=department)
    page = client.get(reverse("teaching:class", args=[teaching_class.public_id]))
    assert [each.student for each in page.context["enrolments"]] == [own]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({}, ["A1", "B2"]),
        ({"q": "b2"}, ["B2"]),
        ({"q": "软工"}, ["A1"]),
        ({"q": "王老师"}, ["A1"]),
        ({"q": "nobody"}, []),
        ({"instructor": "none"}, ["B2"]),
        ({"sort": "students"}, ["B2", "A1"]),
        ({"sort": "instructor"}, ["B2", "A1"]),
        ({"sort": "code; drop", "department": "x", "page": "zz"}, ["A1", "B2"]),
    ],
)
def test_class_list_searches_filters_and_sorts(institution, sign_in, term, query, codes) -> None:
    home = AdministrativeClassFactory(major__department__institution=institution, name="软工2601")
    first = TeachingClassFactory(term=term, code="A1", administrative_classes=[home])
    second = TeachingClassFactory(term=term, code="B2")
    EnrolmentFactory(teaching_class=second)
    ended = {"valid_from": term.first_monday, "valid_to": datetime.date(2026, 9, 14)}
    TeachingAssignmentFactory(teaching_class=first, staff__name="李老师", **ended)
    TeachingAssignmentFactory(teaching_class=first, staff__name="王老师")
    page = sign_in("office").get(term_url("classes", term), query).context["page"]
    assert [each.code for each in page] == codes


def test_class_list_filters_by_department_and_instructor(institution, sign_in, term) -> None:
    home = AdministrativeClassFactory(major__department__institution=institution)
    wanted = TeachingClassFactory(term=term, administrative_classes=[home])
    staff = TeachingAssignmentFactory(teaching_class=wanted).staff
    TeachingClassFactory(term=term)
    client = sign_in("office")
    for query in (
        {"department": home.department.public_id},
        {"instructor": staff.public_id},
        {"course": wanted.course.public_id},
    ):
        assert list(client.get(term_url("classes", term), query).context["page"]) == [wanted]


def make_classes(institution, term, number):
    for _ in range(number):
        home = AdministrativeClassFactory(major__department__institution=institution)
        teaching_class = TeachingClassFactory(term=term, administrative_classes=[home])
        EnrolmentFactory(
            teaching_class=teaching_class, student=StudentFactory(administrative_class=home)
        )
        TeachingAssignmentFactory(teaching_class=teaching_class)


@pytest.mark.parametrize("number", [1, 3])
def test_class_list_takes_a_fixed_number_of_queries(
    institution, sign_in, term, number, django_assert_num_queries
) -> None:
    make_classes(institution, term, number)
    client = sign_in("office")
    with django_assert_num_queries(11):
        client.get(term_url("classes", term))


@pytest.mark.parametrize("number", [1, 3])
def test_term_page_takes_a_fixed_number_of_queries(
    institution, sign_in, term, number, django_assert_num_queries
) -> None:
    make_classes(institution, term, number)
    for teaching_class in TeachingClass.objects.all():
        CourseRequirement.objects.create(
            institution=institution, course=teaching_class.course, entry_year=2026
        )
    client = sign_in("office")
    with django_assert_num_queries(11):
        client.get(term_url("term", term))


@pytest.mark.parametrize("number", [1, 3])
def test_term_list_takes_a_fixed_number_of_queries(
    institution, sign_in, number, django_assert_num_queries
) -> None:
    for year in range(2026, 2026 + number):
        monday = datetime.date(year, 9, 1)
        monday -= datetime.timedelta(days=monday.weekday())
        TermFactory(institution=institution, code=f"{year}-{year + 1}-1", first_monday=monday)
    client = sign_in("office")
    with django_assert_num_queries(5):
        client.get(reverse("teaching:terms"))


@pytest.mark.parametrize("number", [1, 3])
def test_class_page_takes_a_fixed_number_of_queries(
    sign_in, term, number, django_assert_num_queries
) -> None:
    teaching_class = TeachingClassFactory(term=term)
    EnrolmentFactory.create_batch(number, teaching_class=teaching_class)
    client = sign_in("office")
    with django_assert_num_queries(8):
        client.get(reverse("teaching:class", args=[teaching_class.public_id]))


@pytest.mark.parametrize("number", [1, 3])
def test_choice_of_instructors_takes_a_fixed_number_of_queries(
    institution, sign_in, term, number, django_assert_num_queries
) -> None:
    StaffMemberFactory.create_batch(number, institution=institution)
    url = reverse("teaching:assign", args=[TeachingClassFactory(term=term).public_id])
    client = sign_in("office")
    with django_assert_num_queries(8):
        client.get(url)


def links_to_the_timetable(client, address):
    found = re.findall(r'href="(/[^"]*/board/[?][^"]*)"', client.get(address).content.decode())
    return [unescape(link) for link in found]


@pytest.mark.parametrize("role", ["office", "auditor"])
def test_class_page_leads_to_its_timetable(sign_in, term, role) -> None:
    teaching_class = TeachingClassFactory(term=term)
    client = sign_in(role)
    [link] = links_to_the_timetable(
        client, reverse("teaching:class", args=[teaching_class.public_id])
    )
    assert str(teaching_class.public_id) in link
    assert client.get(link).status_code == 200


def test_term_page_leads_to_its_timetable(sign_in, term) -> None:
    client = sign_in("office")
    [link] = links_to_the_timetable(client, term_url("term", term))
    assert client.get(link).status_code == 200


def assign_url(teaching_class, staff):
    base = reverse("teaching:assign", args=[teaching_class.public_id])
    return f"{base}?staff={staff.public_id}"


def test_assigning_says_when_the_certificate_lapses(sign_in, term, teacher) -> None:
    teaching_class = TeachingClassFactory(term=term)
    client = sign_in("office")
    choose = reverse("teaching:assign", args=[teaching_class.public_id])
    assert "10月28日 周三 第9周" in client.get(choose).content.decode()
    response = client.post(
        assign_url(teaching_class, teacher), {"valid_from": "2026-08-31"}, follow=True
    )
    assert "自10月28日 周三 第9周起不能授课" in response.content.decode()
    assert teaching_class.assignments.get().staff == teacher


def test_unqualified_person_is_refused_until_a_waiver_is_chosen(
    institution, sign_in, term, teacher
) -> None:
    teaching_class = TeachingClassFactory(term=term)
    staff = StaffMemberFactory(institution=institution)
    client = sign_in("office")
    url = assign_url(teaching_class, staff)
    refused = client.post(url, {"valid_from": "2026-08-31"})
    assert refused.status_code == 422
    assert "没有已核验且有效的中级以上证书" in refused.content.decode()
    assert not TeachingAssignment.objects.exists()
    waiver = grant_waiver(
        staff,
        reason="已报名考试",
        valid_from=datetime.date(2026, 8, 1),
        valid_to=datetime.date(2027, 2, 1),
        by=UserFactory(),
    )
    assert client.post(url, {"valid_from": "2026-08-31"}).status_code == 422
    client.post(url, {"valid_from": "2026-08-31", "waiver": waiver.public_id})
    assert TeachingAssignment.objects.get().waiver == waiver


def test_waiver_of_somebody_else_can_not_be_posted(institution, sign_in, term, teacher) -> None:
    staff, other = StaffMemberFactory.create_batch(2, institution=institution)
    dates = {"valid_from": datetime.date(2026, 8, 1), "valid_to": datetime.date(2027, 2, 1)}
    waivers = [grant_waiver(each, reason="x", by=UserFactory(), **dates) for each in (staff, other)]
    response = sign_in("office").post(
        assign_url(TeachingClassFactory(term=term), staff),
        {"valid_from": "2026-08-31", "waiver": waivers[1].public_id},
    )
    assert response.status_code == 422
    assert not TeachingAssignment.objects.exists()


def test_person_of_another_institution_is_not_found(sign_in, term, teacher) -> None:
    url = assign_url(TeachingClassFactory(term=term), StaffMemberFactory())
    assert sign_in("office").get(url).status_code == 404


def test_ticked_proposals_are_carried_out(sign_in, term, teacher) -> None:
    wanted, unwanted = TeachingClassFactory.create_batch(2, term=term)
    client = sign_in("office")
    page = client.get(term_url("instructors", term))
    assert "第9周" in page.content.decode()
    marks = {row[0].teaching_class: row[1] for row in page.context["rows"]}
    client.post(term_url("instructors", term), {"accept": [marks[wanted]]})
    assert wanted.assignments.get().staff == teacher
    assert not unwanted.assignments.exists()


def test_office_sets_target_loads(sign_in, term, teacher) -> None:
    client = sign_in("office")
    url = term_url("loads", term)
    field = f"target-{teacher.public_id}"
    assert f'name="{field}" value="100"' in client.get(url).content.decode()
    assert client.post(url, {field: "50"}).status_code == 302
    assert f'name="{field}" value="50"' in client.get(url).content.decode()
    assert client.post(url, {field: "300"}).status_code == 422


def test_class_is_moved_by_hand(sign_in, term, outline, homes) -> None:
    source, target = (
        TeachingClassFactory(term=term, outline=outline, administrative_classes=some)
        for some in (homes[:2], homes[2:])
    )
    for home in homes[:2]:
        for student in home.students.all():
            EnrolmentFactory(teaching_class=source, student=student)
    client = sign_in("office")
    client.post(
        reverse("teaching:move", args=[source.public_id]),
        {"administrative_class": homes[1].public_id, "target": target.public_id},
    )
    assert set(target.administrative_classes.all()) == set(homes[1:])
    assert (source.enrolments.count(), target.enrolments.count()) == (2, 2)


def test_class_with_meetings_can_not_be_removed(sign_in, term) -> None:
    teaching_class = MeetingFactory(teaching_class__term=term).teaching_class
    url = reverse("teaching:remove", args=[teaching_class.public_id])
    response = sign_in("office").post(url)
    assert response.status_code == 422
    assert "已排课" in response.content.decode()


def test_looking_at_the_removal_removes_nothing(sign_in, term) -> None:
    teaching_class = TeachingClassFactory(term=term)
    url = reverse("teaching:remove", args=[teaching_class.public_id])
    client = sign_in("office")
    client.get(url)
    assert TeachingClass.objects.exists()
    client.post(url)
    assert not TeachingClass.objects.exists()


def test_empty_pages_say_what_to_do_next(sign_in, term) -> None:
    client = sign_in("office")
    for name, sentence in (
        ("classes", "建议合班"),
        ("term", "请设置各年级的必修课程"),
        ("instructors", "每个教学班都已安排教师"),
    ):
        assert sentence in client.get(term_url(name, term)).content.decode()


def test_changing_the_instructor_gives_them_the_published_meetings(sign_in, term, teacher) -> None:
    teaching_class = TeachingClassFactory(term=term)
    meeting = MeetingFactory(teaching_class=teaching_class, date=timezone.localdate())
    sign_in("office").post(assign_url(teaching_class, teacher), {"valid_from": "2026-08-31"})
    meeting.refresh_from_db()
    assert meeting.instructor == teacher
