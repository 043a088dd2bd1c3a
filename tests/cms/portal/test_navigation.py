"""The menu leads somewhere, and only where its role may go."""

import pytest
from django.urls import resolve, reverse

from cms.portal.navigation import PLACES, phone_places_for, places_for
from courses.institutions.domain.roles import grant_role
from courses.institutions.enums import RoleKind
from courses.institutions.models import Role
from courses.institutions.scopes import Scope
from tests.factories.institutions import DepartmentFactory, UserFactory


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.route)
def test_place_resolves(place):
    assert resolve(reverse(place.route)).view_name == place.route


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.route)
def test_place_is_shown_only_to_roles_that_its_view_allows(place):
    allowed = getattr(
        resolve(reverse(place.route)).func, "allowed_roles", frozenset(RoleKind.values)
    )
    assert place.roles <= allowed


@pytest.mark.parametrize("kind", RoleKind.values)
def test_phone_bar_has_two_to_four_places(kind):
    bar = phone_places_for(Scope([Role(kind=kind)]))
    assert 2 <= len(bar) <= 4


@pytest.mark.parametrize("kind", RoleKind.values)
def test_phone_bar_stands_in_the_menu_too(kind):
    scope = Scope([Role(kind=kind)])
    assert set(phone_places_for(scope)) <= set(places_for(scope))


@pytest.mark.parametrize("kind", RoleKind.values)
def test_person_opens_every_place_of_their_menu(client, institution, kind):
    user = UserFactory()
    where = {"institution": institution}
    if kind == RoleKind.PROVINCE_OFFICER:
        where = {"province": institution.province}
    elif kind in (RoleKind.DEPARTMENT_COORDINATOR, RoleKind.COUNSELLOR):
        where["department"] = DepartmentFactory(institution=institution)
    grant_role(user, kind=kind, by=None, **where)
    client.force_login(user, backend="cms.users.backends.AccountBackend")
    answers = {
        place.route: client.get(reverse(place.route), follow=True).status_code
        for place in places_for(Scope([Role(kind=kind)]))
    }
    assert set(answers.values()) == {200}, answers


def test_role_of_nobody_has_an_empty_menu():
    assert places_for(Scope()) == []
