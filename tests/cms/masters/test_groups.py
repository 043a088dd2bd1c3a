import pytest
from wagtail.models import GroupCollectionPermission

from cms.masters.domain import create_province_home
from courses.institutions.enums import RoleKind
from courses.institutions.signals import role_granted, role_withdrawn
from tests.factories.institutions import RoleFactory, UserFactory
from tests.factories.masters import make_province


def officer(province="41", user=None):
    role = RoleFactory(
        kind=RoleKind.PROVINCE_OFFICER,
        institution=None,
        province=province,
        user=user or UserFactory(),
    )
    role_granted.send(sender=type(role), role=role)
    return role


def names(user):
    return sorted(user.groups.values_list("name", flat=True))


def test_officer_is_let_in_when_the_home_is_made_and_when_the_role_is_granted(db):
    early = officer()
    assert names(early.user) == []

    create_province_home("41")

    assert names(early.user) == ["p41 province officers"]
    assert names(officer().user) == ["p41 province officers"]
    assert names(officer("42").user) == []


def test_withdrawn_officer_is_out_and_keeps_what_a_school_gives(db, institution):
    make_province()
    role = officer()
    office = RoleFactory(kind=RoleKind.TEACHING_OFFICE, institution=institution, user=role.user)
    role_granted.send(sender=type(office), role=office)
    assert len(names(role.user)) == 2

    role_withdrawn.send(sender=type(role), role=role)

    assert names(role.user) == [f"{institution.code} managers"]


@pytest.mark.parametrize("kind", ["image", "document", "media"])
def test_officer_keeps_files_in_the_collection_of_the_province(db, kind):
    make_province()
    found = GroupCollectionPermission.objects.filter(
        group__name="p41 province officers", permission__codename=f"add_{kind}"
    )
    assert [row.collection.name for row in found] == ["p41 河南省"]
