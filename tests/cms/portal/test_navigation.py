"""The menu leads somewhere, and only where its role may go."""

import pytest
from django.urls import resolve, reverse

from cms.portal.menu import menu_html
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
    bar = phone_places_for(frozenset({kind}))
    assert 2 <= len(bar) <= 4


@pytest.mark.parametrize("kind", RoleKind.values)
def test_phone_bar_stands_in_the_menu_too(kind):
    kinds = frozenset({kind})
    assert set(phone_places_for(kinds)) <= set(places_for(kinds))


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
        for place in places_for(frozenset({kind}))
    }
    assert set(answers.values()) == {200}, answers


def test_role_of_nobody_has_an_empty_menu():
    assert places_for(frozenset()) == []


def _menu_of(client, address):
    return client.get(address).content.decode()


def test_present_place_is_marked_and_no_other(sign_in):
    client = sign_in(RoleKind.STUDENT)
    for route in ("portal:home", "grading:mine"):
        address = reverse(route)
        html = _menu_of(client, address)
        # In the menu and in the phone's bar.
        assert html.count(f'<a href="{address}" aria-current="page">') == 2
        assert html.count('aria-current="page"') == 2


def test_menus_of_other_roles_and_languages_stay_apart(sign_in):
    student, office = sign_in(RoleKind.STUDENT), sign_in(RoleKind.TEACHING_OFFICE)
    board = reverse("timetable:board")
    for _time in range(2):
        assert board not in _menu_of(student, "/my/")
        assert board in _menu_of(office, "/my/")
    student.post(reverse("choose_language"), {"language": "en"})
    assert "My grades" in _menu_of(student, "/my/more/")
    assert "My grades" not in _menu_of(sign_in(RoleKind.STUDENT), "/my/more/")


def test_role_taken_away_leaves_the_menu_at_the_next_request(sign_in):
    client = sign_in(RoleKind.TEACHING_OFFICE)
    board = reverse("timetable:board")
    assert board in _menu_of(client, "/my/")
    client.user.qihang_roles.all().delete()
    assert board not in _menu_of(client, "/my/")


def test_address_is_never_put_into_the_menu():
    html = menu_html(Scope([Role(kind=RoleKind.STUDENT)]), path='/my/"><script>', prefix="menu")
    assert "script" not in html
