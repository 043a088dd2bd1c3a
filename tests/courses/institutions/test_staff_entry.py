"""Entering staff, what they are employed as, and their accounts."""

import datetime

import pytest
from django.urls import reverse

from courses.institutions.domain.staff import (
    StaffRefused,
    change_employment,
    end_employment,
    enter_staff,
    link_account,
)
from courses.institutions.models import StaffMember, StaffPeriod
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
    StudentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

START = datetime.date(2026, 9, 1)
LATER = datetime.date(2027, 3, 1)
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def staff(institution):
    return StaffMemberFactory(institution=institution, kind__valid_from=START)


def enter(institution, *, by, **values):
    usual = {
        "staff_number": "T001",
        "name": "王芳",
        "department": None,
        "kind": "full_time_teacher",
        "school_level": True,
        "valid_from": START,
    }
    return enter_staff(institution, **(usual | values), by=by)


def employed_on(institution, day):
    return [
        (each.staff.name, each.kind, each.school_level)
        for each in StaffPeriod.objects.valid_on(day).filter(institution=institution)
    ]


def test_new_person_counts_from_the_first_day_on(institution, by):
    enter(institution, by=by)
    assert employed_on(institution, START - ONE_DAY) == []
    assert employed_on(institution, START) == [("王芳", "full_time_teacher", True)]


def test_staff_number_is_stored_in_one_spelling(institution, by):
    assert enter(institution, staff_number=" Ｔ００１ ", by=by).staff_number == "T001"


def test_staff_number_in_use_is_refused_by_name(institution, by):
    enter(institution, by=by)
    with pytest.raises(StaffRefused, match="工号 T001 已属于 王芳"):
        enter(institution, name="李强", by=by)
    assert StaffPeriod.objects.count() == 1


def test_staff_number_may_be_used_by_another_institution(institution, by):
    enter(institution, by=by)
    enter(InstitutionFactory(), by=by)
    assert StaffMember.objects.filter(staff_number="T001").count() == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"staff_number": " "}, "staff_number"),
        ({"name": "\u200b"}, "name"),
        ({"kind": "dean"}, "kind"),
        ({"username": "nobody"}, "username"),
    ],
)
def test_refused_person_is_not_stored(institution, by, values, field):
    with pytest.raises(StaffRefused) as refusal:
        enter(institution, by=by, **values)
    assert refusal.value.field == field
    assert not StaffMember.objects.exists()


def test_department_of_another_institution_is_refused(institution, by):
    with pytest.raises(StaffRefused):
        enter(institution, department=DepartmentFactory(), by=by)


def test_new_person_is_linked_to_the_account_named(institution, by):
    account = UserFactory()
    assert enter(institution, username=account.username, by=by).user == account


def test_changed_employment_holds_from_its_day_and_the_old_one_until_then(institution, staff, by):
    change_employment(staff, kind="full_time_manager", school_level=False, valid_from=LATER, by=by)
    assert employed_on(institution, LATER - ONE_DAY) == [(staff.name, "full_time_teacher", True)]
    assert employed_on(institution, LATER) == [(staff.name, "full_time_manager", False)]


def test_change_on_the_first_day_corrects_the_period_and_keeps_history(staff, by):
    change_employment(staff, kind="part_time_teacher", school_level=True, valid_from=START, by=by)
    period = staff.periods.get()
    assert period.kind == "part_time_teacher"
    assert [each.kind for each in period.history.order_by("history_id")] == [
        "full_time_teacher",
        "part_time_teacher",
    ]
    assert period.history.latest().history_user == by


def test_change_before_the_present_employment_is_refused(staff, by):
    with pytest.raises(StaffRefused, match="2026-09-01"):
        change_employment(
            staff,
            kind="part_time_teacher",
            school_level=True,
            valid_from=START - ONE_DAY,
            by=by,
        )
    assert staff.periods.get().valid_to is None


def test_change_to_what_holds_already_is_refused(staff, by):
    with pytest.raises(StaffRefused):
        change_employment(
            staff, kind="full_time_teacher", school_level=True, valid_from=LATER, by=by
        )


def test_ended_employment_holds_no_longer_on_that_day(institution, staff, by):
    end_employment(staff, valid_to=LATER, by=by)
    assert len(employed_on(institution, LATER - ONE_DAY)) == 1
    assert employed_on(institution, LATER) == []


def test_employment_does_not_end_before_it_starts(staff, by):
    with pytest.raises(StaffRefused):
        end_employment(staff, valid_to=START, by=by)


def test_employment_ends_once(staff, by):
    end_employment(staff, valid_to=LATER, by=by)
    with pytest.raises(StaffRefused):
        end_employment(staff, valid_to=LATER + ONE_DAY, by=by)


def test_who_left_is_employed_again_but_not_before_leaving(institution, staff, by):
    end_employment(staff, valid_to=LATER, by=by)
    again = {"kind": "full_time_teacher", "school_level": True, "by": by}
    with pytest.raises(StaffRefused):
        change_employment(staff, **again, valid_from=LATER - ONE_DAY)
    change_employment(staff, **again, valid_from=LATER)
    assert len(employed_on(institution, LATER)) == 1


def test_account_is_linked_to_a_student_alike(institution, by):
    student = StudentFactory(administrative_class__major__department__institution=institution)
    account = UserFactory()
    link_account(student, username=account.username, by=by)
    student.refresh_from_db()
    assert student.user == account


def test_empty_name_takes_the_link_away(institution, by):
    staff = StaffMemberFactory(institution=institution, user=UserFactory())
    link_account(staff, username="", by=by)
    staff.refresh_from_db()
    assert staff.user is None


@pytest.mark.parametrize("factory", [StaffMemberFactory, StudentFactory])
def test_account_of_another_person_here_is_refused_by_name(institution, staff, by, factory):
    place = (
        {"institution": institution}
        if factory is StaffMemberFactory
        else {"administrative_class__major__department__institution": institution}
    )
    holder = factory(user=UserFactory(), **place)
    with pytest.raises(StaffRefused, match=holder.name):
        link_account(staff, username=holder.user.username, by=by)


@pytest.mark.parametrize("has_role_here", [False, True])
def test_account_of_a_person_elsewhere_is_answered_as_no_account(
    institution, staff, by, has_role_here
):
    holder = StaffMemberFactory(user=UserFactory())
    if has_role_here:
        RoleFactory(user=holder.user, institution=institution)
    with pytest.raises(StaffRefused, match="本校没有这个账号"):
        link_account(staff, username=holder.user.username, by=by)


SENT = {
    "staff_number": "T001",
    "name": "王芳",
    "department": "",
    "kind": "full_time_teacher",
    "school_level": "on",
    "valid_from": "2026-09-01",
    "username": "",
}


@pytest.mark.parametrize("kind", ["office", "admin"])
def test_person_added_on_screen_has_a_page(sign_in, institution, kind):
    department = DepartmentFactory(institution=institution)
    sent = SENT | {"department": str(department.public_id)}
    answer = sign_in(kind).post(reverse("institutions:staff_add"), sent, follow=True)
    staff = StaffMember.objects.get(institution=institution)
    assert answer.redirect_chain == [(reverse("qualifications:staff", args=[staff.public_id]), 302)]
    assert staff.department == department
    assert "专职任课教师" in answer.content.decode()


def test_refusal_stands_at_the_field(sign_in, institution):
    StaffMemberFactory(institution=institution, staff_number="T001", name="李强")
    answer = sign_in("office").post(reverse("institutions:staff_add"), SENT)
    assert answer.status_code == 400
    assert answer.context["form"].errors == {"staff_number": ["工号 T001 已属于 李强。"]}


def test_department_elsewhere_is_no_choice(sign_in, institution):
    sent = SENT | {"department": str(DepartmentFactory().public_id)}
    answer = sign_in("office").post(reverse("institutions:staff_add"), sent)
    assert set(answer.context["form"].errors) == {"department"}


def employment_address(staff):
    return reverse("institutions:staff_employment", args=[staff.public_id])


def test_employment_is_changed_on_screen(sign_in, institution, staff):
    sent = {"action": "change", "kind": "full_time_manager", "valid_from": "2027-03-01"}
    answer = sign_in("office").post(employment_address(staff), sent)
    assert answer.status_code == 302
    assert employed_on(institution, LATER) == [(staff.name, "full_time_manager", False)]


def test_form_starts_from_what_holds(sign_in, institution):
    staff = StaffMemberFactory(
        institution=institution, kind="part_time_worker", kind__school_level=False
    )
    form = sign_in("office").get(employment_address(staff)).context["change"]
    assert (form["kind"].value(), form["school_level"].value()) == ("part_time_worker", False)


def test_last_day_on_screen_is_still_employed(sign_in, staff):
    sent = {"action": "end", "last_day": "2027-02-28"}
    sign_in("office").post(employment_address(staff), sent)
    assert staff.periods.get().valid_to == LATER


def test_last_day_before_the_start_is_refused_at_its_field(sign_in, staff):
    sent = {"action": "end", "last_day": "2026-08-31"}
    answer = sign_in("office").post(employment_address(staff), sent)
    assert answer.status_code == 400
    assert set(answer.context["end"].errors) == {"last_day"}


def test_account_is_linked_on_screen(sign_in, staff):
    account = UserFactory()
    sent = {"action": "account", "username": account.username}
    sign_in("office").post(employment_address(staff), sent)
    staff.refresh_from_db()
    assert staff.user == account


def test_form_without_a_known_action_changes_nothing(sign_in, staff):
    answer = sign_in("office").post(employment_address(staff), {"action": "x"})
    assert answer.status_code == 400
    assert staff.periods.get().valid_to is None


def test_employment_elsewhere_is_not_found(sign_in):
    elsewhere = StaffMemberFactory()
    sent = {"action": "end", "last_day": "2027-02-28"}
    assert sign_in("office").post(employment_address(elsewhere), sent).status_code == 404
    assert elsewhere.periods.get().valid_to is None


@pytest.mark.parametrize("kind", ["auditor", "department"])
def test_only_offices_are_led_to_entering_staff(sign_in, kind):
    address, list_address = reverse("institutions:staff_add"), reverse("qualifications:list")
    assert address in sign_in("office").get(list_address).content.decode()
    assert address not in sign_in(kind).get(list_address).content.decode()


def test_page_of_a_person_leads_to_the_employment(sign_in, staff):
    page = sign_in("office").get(reverse("qualifications:staff", args=[staff.public_id]))
    assert employment_address(staff) in page.content.decode()
