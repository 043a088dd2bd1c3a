"""Names and departments change from a day on; what they were before can be told."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.institutions.domain.particulars import change_particulars, ever_in, recall
from courses.institutions.domain.staff import StaffRefused
from courses.institutions.models import FormerParticulars, StaffMember
from tests.factories.institutions import DepartmentFactory, StaffMemberFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)
MOVED = TODAY - datetime.timedelta(days=30)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def computing(institution):
    return DepartmentFactory(institution=institution, name="计算机学院")


@pytest.fixture
def arts(institution):
    return DepartmentFactory(institution=institution, name="艺术学院")


@pytest.fixture
def staff(institution, computing):
    return StaffMemberFactory(institution=institution, name="王芳", department=computing)


def change(staff, *, by, **values):
    usual = {"name": staff.name, "department": staff.department, "valid_from": MOVED}
    change_particulars(staff, **(usual | values), by=by)


def told(staff, on, known_at=None):
    member = StaffMember.objects.get(pk=staff.pk)
    recall([member], on=on, known_at=known_at)
    return member.name, member.department.name if member.department else ""


def recorded(day):
    """The end of that day becomes the moment at which the last change was recorded."""
    moment = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    row = FormerParticulars.objects.latest("pk")
    FormerParticulars.objects.filter(pk=row.pk).update(recorded_at=moment)
    return moment


def test_person_belongs_to_the_new_department_from_that_day_on(staff, arts, by):
    change(staff, department=arts, by=by)
    assert told(staff, MOVED - ONE_DAY) == ("王芳", "计算机学院")
    assert told(staff, MOVED) == ("王芳", "艺术学院")
    assert told(staff, TODAY) == ("王芳", "艺术学院")


def test_every_former_name_is_told_of_its_days(staff, by):
    earlier = MOVED - datetime.timedelta(days=100)
    change(staff, name="王芳芳", valid_from=earlier, by=by)
    change(staff, name="王方", valid_from=MOVED, by=by)
    days = [earlier - ONE_DAY, earlier, MOVED - ONE_DAY, MOVED]
    assert [told(staff, day)[0] for day in days] == ["王芳", "王芳芳", "王芳芳", "王方"]


def test_who_left_every_department_is_told_of_before(staff, by):
    change(staff, department=None, by=by)
    assert told(staff, MOVED - ONE_DAY)[1] == "计算机学院"
    assert told(staff, MOVED)[1] == ""


def test_correction_on_the_same_day_leaves_nothing_of_the_mistake(staff, arts, computing, by):
    change(staff, department=arts, by=by)
    change(staff, department=None, by=by)
    assert [told(staff, day)[1] for day in (MOVED - ONE_DAY, MOVED)] == ["计算机学院", ""]


def test_change_is_unknown_before_it_was_recorded(staff, arts, by):
    change(staff, department=arts, by=by)
    moment = recorded(MOVED + 10 * ONE_DAY)
    day = MOVED + ONE_DAY
    assert told(staff, day, known_at=moment - ONE_DAY) == ("王芳", "计算机学院")
    assert told(staff, day, known_at=moment + ONE_DAY) == ("王芳", "艺术学院")


def test_mistake_is_what_was_known_until_it_was_corrected(staff, arts, by):
    change(staff, department=arts, by=by)
    first = recorded(MOVED)
    change(staff, department=None, by=by)
    second = recorded(MOVED + 5 * ONE_DAY)
    assert told(staff, TODAY, known_at=first + ONE_DAY)[1] == "艺术学院"
    assert told(staff, TODAY, known_at=second + ONE_DAY)[1] == ""


def test_who_once_belonged_to_a_department_is_found(staff, arts, computing, by):
    change(staff, department=arts, by=by)
    people = StaffMember.objects.all()
    assert list(ever_in(people, arts)) == [staff]
    assert list(ever_in(people, computing)) == [staff]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "\u200b"}, "name"),
        ({}, "name"),
        ({"name": "王方", "valid_from": TODAY + 2 * ONE_DAY}, "valid_from"),
    ],
)
def test_refused_change_changes_nothing(staff, by, values, field):
    with pytest.raises(StaffRefused) as refusal:
        change(staff, by=by, **values)
    assert refusal.value.field == field
    assert not FormerParticulars.objects.exists()
    assert told(staff, TODAY) == ("王芳", "计算机学院")


def test_department_elsewhere_is_refused(staff, by):
    with pytest.raises(StaffRefused) as refusal:
        change(staff, department=DepartmentFactory(), by=by)
    assert refusal.value.field == "department"


def test_change_before_the_last_one_is_refused_with_its_day(staff, arts, by):
    change(staff, department=arts, by=by)
    with pytest.raises(StaffRefused, match=MOVED.isoformat()):
        change(staff, name="王方", valid_from=MOVED - ONE_DAY, by=by)


@pytest.mark.parametrize("count", [1, 3])
def test_people_are_recalled_with_one_query(
    institution, computing, arts, by, count, django_assert_num_queries
):
    people = StaffMemberFactory.create_batch(count, institution=institution, department=computing)
    for person in people:
        change(person, department=arts, by=by)
    with django_assert_num_queries(1):
        recall(people, on=MOVED - ONE_DAY)
    assert {person.department.name for person in people} == {"计算机学院"}


def test_today_is_told_without_a_query(staff, django_assert_num_queries):
    with django_assert_num_queries(0):
        recall([staff], on=timezone.localdate())


def sent(**values):
    return {"action": "particulars"} | {f"particulars-{key}": it for key, it in values.items()}


def address(staff):
    return reverse("institutions:staff_employment", args=[staff.public_id])


def test_office_changes_them_on_screen(sign_in, staff, arts):
    office = sign_in("office")
    values = {"name": "王方", "department": arts.public_id, "valid_from": MOVED.isoformat()}
    assert office.post(address(staff), sent(**values)).status_code == 302
    assert told(staff, TODAY) == ("王方", "艺术学院")
    page = office.get(address(staff)).content.decode()
    assert f"{MOVED.isoformat()}前： 王芳 · 计算机学院" in page


def test_day_ahead_is_refused_at_its_field(sign_in, staff, computing):
    ahead = (TODAY + 2 * ONE_DAY).isoformat()
    values = {"name": "王方", "department": computing.public_id, "valid_from": ahead}
    answer = sign_in("office").post(address(staff), sent(**values))
    assert answer.status_code == 400
    assert answer.context["particulars"].errors == {"valid_from": ["请选择今天或更早的日期。"]}


def test_form_offers_departments_of_this_institution_only(sign_in, staff, computing):
    DepartmentFactory(name="别校学院")
    page = sign_in("office").get(address(staff)).content.decode()
    assert "计算机学院" in page
    assert "别校学院" not in page
