"""Every route × every role: those who may, get through; others are refused or find nothing."""

import contextlib
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.routes import BY_NAME, EVERYBODY, LEFT_TO_WAGTAIL, ROUTES, Route
from tests.access.walking import our_addresses
from tests.access.world import World

# Not of all: after each test that may use the database, SQLite looks through the whole world.
in_the_world = pytest.mark.django_db

WITH_OBJECT = [route for route in ROUTES if route.object and route.roles is not None]
GUARDED = [route for route in ROUTES if route.roles is not None]


def address(route: Route, rows: dict[str, Any]) -> str:
    arguments = dict(route.extra)
    if route.object and not route.form:
        row = rows[route.object]
        key = "pk" if route.argument == "page_id" else "public_id"
        arguments[route.argument] = row if isinstance(row, str) else getattr(row, key)
    return reverse(route.name, kwargs=arguments)


class _Undo(Exception):
    pass


def ask(client: Client, route: Route, rows: dict[str, Any]) -> Any:
    """One request, undone afterwards: one role's removal must not look like another's miss."""
    where = address(route, rows)
    answer: Any = None
    with contextlib.suppress(_Undo), transaction.atomic():
        data = {route.form: rows[route.object].pk} if route.form else {}
        answer = client.post(where, data) if route.post else client.get(where)
        if answer.streaming:
            b"".join(answer)
        raise _Undo
    return answer


def is_through(response: Any) -> bool:
    """Anything but a refusal, a miss, or the way to sign in. Bad input is not a refusal."""
    if response.status_code in {401, 403, 404, 405, 500}:
        return False
    return "/accounts/login/" not in response.get("Location", "")


def test_table_names_every_route() -> None:
    names = {
        one.name
        for one in our_addresses()
        if not one.name.startswith((LEFT_TO_WAGTAIL, "wagtail", "django."))
    }
    assert names == set(BY_NAME)


@pytest.mark.parametrize("one", our_addresses(), ids=lambda one: one.name)
def test_declared_roles_are_those_of_the_table(one: Any) -> None:
    declared = getattr(one.view, "allowed_roles", None)
    if declared is None or one.name not in BY_NAME:
        return
    roles = BY_NAME[one.name].roles
    assert roles is not None
    assert roles <= {str(kind) for kind in declared}


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
@in_the_world
def test_route_lets_through_only_its_roles(world: World, route: Route) -> None:
    through = {
        role for role, client in world.clients.items() if is_through(ask(client, route, world.own))
    }
    assert through == set(route.roles or ())


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
@in_the_world
def test_signed_out_person_is_led_to_sign_in(world: World, route: Route) -> None:
    response = ask(Client(), route, world.own)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("route", WITH_OBJECT, ids=lambda route: route.name)
@in_the_world
def test_object_of_another_institution_is_not_found(world: World, route: Route) -> None:
    answers = {
        role: ask(client, route, world.foreign).status_code
        for role, client in world.clients.items()
    }
    assert set(answers.values()) <= {403, 404}
    assert {answers[role] for role in route.roles or ()} == {404}


@pytest.mark.parametrize("route", [r for r in ROUTES if r.roles is None], ids=lambda r: r.name)
@in_the_world
def test_public_route_needs_no_account(world: World, route: Route) -> None:
    response = ask(Client(), route, world.own)
    assert response.status_code in {200, 302, 503}


@pytest.mark.parametrize("route", [r for r in ROUTES if r.post], ids=lambda r: r.name)
@in_the_world
def test_route_that_changes_something_refuses_get(world: World, route: Route) -> None:
    clients = [world.clients[role] for role in sorted(route.roles or EVERYBODY)]
    assert {client.get(address(route, world.own)).status_code for client in clients} == {405}


@in_the_world
def test_person_without_a_role_gets_no_further_than_home(world: World, client: Client) -> None:
    from tests.factories.institutions import UserFactory

    client.force_login(UserFactory(), backend="cms.users.backends.AccountBackend")
    through = {route.name for route in GUARDED if is_through(ask(client, route, world.own))}
    assert through <= {"portal:home", "portal:more", "jobs:list", "imports:list"}


@in_the_world
def test_role_taken_away_is_gone_at_the_next_request(world: World) -> None:
    from courses.institutions.models import Role

    client = world.clients["office"]
    assert client.get(reverse("institutions:roster")).status_code == 200
    Role.objects.filter(user__username="office").delete()
    assert client.get(reverse("institutions:roster")).status_code == 403
