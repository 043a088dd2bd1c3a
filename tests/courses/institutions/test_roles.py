"""Giving and taking roles."""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from courses.institutions.domain.roles import RoleRefused, grant_role, withdraw_role
from courses.institutions.models import Role
from courses.institutions.signals import role_granted, role_withdrawn
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    StaffMemberFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def news():
    """The signals sent, as (which, role)."""
    heard = []

    def granted(sender, role, **kwargs):
        heard.append(("granted", role.kind))

    def withdrawn(sender, role, **kwargs):
        heard.append(("withdrawn", role.kind))

    role_granted.connect(granted)
    role_withdrawn.connect(withdrawn)
    yield heard
    role_granted.disconnect(granted)
    role_withdrawn.disconnect(withdrawn)


def test_granted_role_is_stored_and_announced(institution, news):
    user = UserFactory()

    role = grant_role(user, kind="office", institution=institution, by=None)

    assert list(user.qihang_roles.all()) == [role]
    assert news == [("granted", "office")]


def test_role_granted_twice_is_one_role(institution, news):
    user = UserFactory()

    for _time in range(2):
        grant_role(user, kind="office", institution=institution, by=None)

    assert Role.objects.count() == 1
    assert len(news) == 1


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("dean", {"institution": True}),
        ("office", {}),
        ("office", {"institution": True, "province": "41"}),
        ("office", {"institution": True, "department": "own"}),
        ("department", {"institution": True}),
        ("department", {"institution": True, "department": "other"}),
        ("province", {"institution": True, "province": "41"}),
        ("province", {}),
        ("province", {"province": "4"}),
        ("province", {"province": "河南"}),
    ],
)
def test_role_in_the_wrong_place_is_refused(institution, kind, place):
    departments = {"own": DepartmentFactory(institution=institution), "other": DepartmentFactory()}

    with pytest.raises(RoleRefused):
        grant_role(
            UserFactory(),
            kind=kind,
            institution=institution if place.get("institution") else None,
            department=departments.get(place.get("department")),
            province=place.get("province", ""),
            by=None,
        )

    assert not Role.objects.exists()


def test_withdrawn_role_is_gone_and_announced(institution, news):
    role = RoleFactory(institution=institution)

    withdraw_role(role, by=UserFactory())

    assert not Role.objects.exists()
    assert news == [("withdrawn", "office")]


def test_last_administrator_stays(institution):
    role = RoleFactory(kind="admin", institution=institution)
    RoleFactory(kind="admin")
    RoleFactory(kind="admin", institution=institution, user__is_active=False)

    with pytest.raises(RoleRefused):
        withdraw_role(role, by=role.user)

    assert Role.objects.filter(pk=role.pk).exists()


def test_administrator_goes_when_there_is_another(institution):
    role = RoleFactory(kind="admin", institution=institution)
    RoleFactory(kind="admin", institution=institution)

    withdraw_role(role, by=role.user)

    assert not Role.objects.filter(pk=role.pk).exists()


def grant(client, user, kind="office", **more):
    return client.post(
        reverse("institutions:roles"), {"username": user.username, "kind": kind, **more}
    )


def test_administrator_gives_a_role_on_the_screen(sign_in, institution):
    person = StaffMemberFactory(institution=institution, user=UserFactory()).user
    department = DepartmentFactory(institution=institution)

    answer = grant(sign_in("admin"), person, "department", department=department.public_id)

    assert answer.status_code == 302
    role = person.qihang_roles.get()
    assert (role.kind, role.institution, role.department) == ("department", institution, department)


def test_account_without_any_place_can_be_given_a_role(sign_in):
    person = UserFactory()

    assert grant(sign_in("admin"), person).status_code == 302
    assert person.qihang_roles.exists()


def test_account_of_another_institution_is_answered_like_none(sign_in):
    elsewhere = RoleFactory().user
    client = sign_in("admin")

    answers = [grant(client, person) for person in (elsewhere, UserFactory.build())]

    sentence = "本校没有这个账号"
    assert [answer.status_code for answer in answers] == [400, 400]
    assert all(sentence in answer.content.decode() for answer in answers)
    assert elsewhere.qihang_roles.count() == 1


def test_province_role_is_not_given_on_the_screen(sign_in):
    person = UserFactory()

    assert grant(sign_in("admin"), person, "province", province="41").status_code == 400
    assert not person.qihang_roles.exists()


def test_department_of_another_institution_is_refused(sign_in):
    person = UserFactory()

    answer = grant(sign_in("admin"), person, "department", department=DepartmentFactory().public_id)

    assert answer.status_code == 400
    assert not person.qihang_roles.exists()


def test_role_list_shows_own_institution_without_students(sign_in, institution):
    mine = RoleFactory(institution=institution)
    student = RoleFactory(institution=institution, kind="student")
    other = RoleFactory()
    client = sign_in("admin")

    page = client.get(reverse("institutions:roles")).content.decode()

    assert mine.user.username in page
    assert f"{other.user.username}<" not in page
    assert f"{student.user.username}<" not in page
    students = client.get(reverse("institutions:roles"), {"kind": "student"}).content.decode()
    assert f"{student.user.username}<" in students


def test_role_list_is_searched_by_name(sign_in, institution):
    RoleFactory(institution=institution, user__name="李伟")
    RoleFactory(institution=institution, user__name="王芳")

    page = sign_in("admin").get(reverse("institutions:roles"), {"q": "李"}).content.decode()

    assert "李伟" in page
    assert "王芳" not in page


def test_role_list_needs_the_same_queries_for_one_and_three(
    sign_in, institution, django_assert_max_num_queries
):
    client = sign_in("admin")
    with django_assert_max_num_queries(8) as one:
        client.get(reverse("institutions:roles"))
    RoleFactory.create_batch(2, institution=institution)

    with django_assert_max_num_queries(len(one)):
        client.get(reverse("institutions:roles"))


def test_administrator_withdraws_a_role_on_the_screen(sign_in, institution):
    role = RoleFactory(institution=institution)
    holder = role.user

    sign_in("admin").post(reverse("institutions:role_withdraw"), {"role": role.pk})

    assert not holder.qihang_roles.exists()


def test_last_administrator_reads_why_not(sign_in):
    client = sign_in("admin")
    role = client.user.qihang_roles.get()

    answer = client.post(reverse("institutions:role_withdraw"), {"role": role.pk}, follow=True)

    assert "至少要有一名管理员" in answer.content.decode()
    assert client.user.qihang_roles.exists()


@pytest.mark.parametrize("wanted", ["", "x", "-1", "９" * 3, "1" * 30])
def test_withdrawing_what_is_no_role_is_not_found(sign_in, wanted):
    answer = sign_in("admin").post(reverse("institutions:role_withdraw"), {"role": wanted})

    assert answer.status_code == 404


def test_role_of_another_institution_is_not_found(sign_in):
    role = RoleFactory(institution=InstitutionFactory())

    answer = sign_in("admin").post(reverse("institutions:role_withdraw"), {"role": role.pk})

    assert answer.status_code == 404
    assert Role.objects.filter(pk=role.pk).exists()


@pytest.mark.parametrize(
    "kind", ["province", "office", "department", "instructor", "counsellor", "student", "auditor"]
)
def test_roles_are_closed_to_everybody_else(sign_in, kind):
    client = sign_in(kind)

    assert client.get(reverse("institutions:roles")).status_code == 403
    assert grant(client, UserFactory()).status_code == 403
    assert client.post(reverse("institutions:role_withdraw"), {"role": 1}).status_code == 403


def test_command_names_the_first_administrator(institution, capsys):
    user = UserFactory(username="li.wei")

    call_command("grant_role", "li.wei", "admin", "--institution", institution.code)

    assert user.qihang_roles.get().kind == "admin"
    assert institution.name in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ("nobody", "admin", "--institution", "4141000000"),
        ("li.wei", "admin", "--institution", "9999999999"),
        ("li.wei", "admin"),
        ("li.wei", "province", "--province", "x"),
    ],
)
def test_command_refuses_in_words(arguments):
    UserFactory(username="li.wei")

    with pytest.raises(CommandError):
        call_command("grant_role", *arguments)

    assert not Role.objects.exists()
