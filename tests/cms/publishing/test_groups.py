import pytest
from django.db import transaction
from wagtail.models import Page

from cms.publishing.groups import sync_groups, sync_institution
from courses.institutions.enums import RoleKind
from courses.institutions.signals import role_granted, role_withdrawn
from tests.factories.content import make_home, make_syllabus
from tests.factories.institutions import (
    DepartmentFactory,
    InstitutionFactory,
    RoleFactory,
    UserFactory,
)


@pytest.fixture
def institution(db):
    """Without a home page: these tests are about its making."""
    return InstitutionFactory()


def names(user):
    return sorted(user.groups.values_list("name", flat=True))


def grant(kind, institution, user=None):
    department = None
    if kind == RoleKind.DEPARTMENT_COORDINATOR:
        department = DepartmentFactory(institution=institution)
    role = RoleFactory(
        kind=kind, institution=institution, department=department, user=user or UserFactory()
    )
    role_granted.send(sender=type(role), role=role)
    return role


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (RoleKind.INSTRUCTOR, "editors"),
        (RoleKind.SECTION_HEAD, "editors"),
        (RoleKind.DEPARTMENT_COORDINATOR, "editors"),
        (RoleKind.TEACHING_OFFICE, "managers"),
        (RoleKind.INSTITUTION_ADMINISTRATOR, "managers"),
    ],
)
def test_granted_role_puts_the_person_into_the_institutions_group(institution, kind, part):
    role = grant(kind, institution)

    assert names(role.user) == [f"{institution.code} {part}"]


@pytest.mark.parametrize("kind", [RoleKind.STUDENT, RoleKind.COUNSELLOR, RoleKind.AUDITOR])
def test_other_roles_enter_no_group(institution, kind):
    role = grant(kind, institution)

    assert names(role.user) == []
    assert not role.user.has_perm("wagtailadmin.access_admin")


def test_withdrawn_role_takes_the_person_out_before_and_after_it_is_gone(institution):
    role = grant(RoleKind.TEACHING_OFFICE, institution)
    user = role.user

    role_withdrawn.send(sender=type(role), role=role)

    assert names(user) == []


def test_withdrawn_role_leaves_what_another_role_gives(institution):
    user = UserFactory()
    grant(RoleKind.INSTRUCTOR, institution, user)
    office = grant(RoleKind.TEACHING_OFFICE, institution, user)

    role_withdrawn.send(sender=type(office), role=office)

    assert names(user) == [f"{institution.code} editors"]


def test_groups_of_other_makers_are_left_alone(institution, django_user_model):
    from django.contrib.auth.models import Group

    user = UserFactory()
    user.groups.add(Group.objects.create(name="其他系统的组"))

    sync_groups(user)

    assert names(user) == ["其他系统的组"]


def test_new_home_page_lets_in_those_who_hold_roles_already(institution):
    role = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution)

    make_home(institution)

    assert names(role.user) == [f"{institution.code} managers"]


def test_sync_of_an_institution_takes_the_same_queries_for_one_and_for_three(
    institution, django_assert_max_num_queries, django_assert_num_queries
):
    make_home(institution)
    RoleFactory(kind=RoleKind.INSTRUCTOR, institution=institution)
    sync_institution(institution)
    RoleFactory(kind=RoleKind.INSTRUCTOR, institution=institution)
    with transaction.atomic(), django_assert_max_num_queries(20) as one:
        sync_institution(institution)
    for _ in range(3):
        RoleFactory(kind=RoleKind.INSTRUCTOR, institution=institution)

    with transaction.atomic(), django_assert_num_queries(len(one)):
        sync_institution(institution)


def test_editor_writes_but_does_not_publish(institution):
    page = make_syllabus(institution)
    user = grant(RoleKind.INSTRUCTOR, institution).user

    may = page.permissions_for_user(user)

    assert may.can_edit()
    assert not may.can_publish()


def test_manager_unpublishes_and_deletes_but_publishes_only_through_a_review(institution):
    page = make_syllabus(institution)
    user = grant(RoleKind.TEACHING_OFFICE, institution).user

    may = page.permissions_for_user(user)
    assert may.can_unpublish()
    assert may.can_delete()
    assert may.can_reorder_children()
    assert not may.can_publish()
    assert not may.can_publish_subpage()


def test_manager_cannot_remove_the_home(institution):
    user = grant(RoleKind.TEACHING_OFFICE, institution).user

    home = make_home(institution).permissions_for_user(user)
    assert not home.can_publish()
    assert not home.can_delete()
    assert not home.can_unpublish()
    assert not home.can_move()


def test_nobody_may_touch_another_institutions_pages_or_the_root(institution):
    foreign = make_syllabus(InstitutionFactory())
    user = grant(RoleKind.TEACHING_OFFICE, institution).user

    for page in (foreign, make_home(foreign.course.institution), Page.get_first_root_node()):
        may = page.permissions_for_user(user)
        assert not may.permissions
        assert not may.can_edit()
