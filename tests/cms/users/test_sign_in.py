"""Signing in, being locked out, second factor, and who is refused."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories.institutions import RoleFactory, UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-enough-word"


@pytest.fixture
def person() -> Any:
    user = UserFactory()
    user.set_password(PASSWORD)
    user.save()
    RoleFactory(user=user)
    return user


def sign_in(client: Client, username: str, password: str = PASSWORD, **extra: Any) -> Any:
    data = {"login": username, "password": password}
    return client.post(reverse("account_login"), data, **extra)


def test_sign_in_leads_to_the_portal(client: Client, person: Any) -> None:
    response = sign_in(client, person.username)
    assert response.status_code == 302
    assert response["Location"] == reverse("portal:home")


def test_sign_in_changes_the_session_id(client: Client, person: Any) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "1"
    session.save()
    old = session.session_key
    client.cookies["sessionid"] = old
    sign_in(client, person.username)
    assert client.cookies["sessionid"].value != old


def test_wrong_password_says_so_without_naming_which_part(client: Client, person: Any) -> None:
    known = sign_in(client, person.username, "wrong")
    unknown = sign_in(client, "nobody-here", "wrong")
    assert known.status_code == unknown.status_code == 200
    assert known.context["form"].errors == unknown.context["form"].errors


def test_fifth_wrong_password_locks_out_from_that_address_only(client: Client, person: Any) -> None:
    for _attempt in range(5):
        answer = sign_in(client, person.username, "wrong", REMOTE_ADDR="10.0.0.1")
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert sign_in(client, person.username, REMOTE_ADDR="10.0.0.1").status_code == 429
    assert sign_in(Client(), person.username, REMOTE_ADDR="10.0.0.2").status_code == 302


@override_settings(TRUSTED_PROXIES=1)
def test_lock_out_counts_the_address_that_the_trusted_proxy_saw(person: Any) -> None:
    for attempt in range(5):
        forged = {"HTTP_X_FORWARDED_FOR": f"1.2.3.{attempt}, 10.0.0.1"}
        answer = sign_in(Client(), person.username, "wrong", **forged)
    assert answer.status_code == 429


def test_account_switched_off_is_out_at_the_next_request(client: Client, person: Any) -> None:
    sign_in(client, person.username)
    assert client.get(reverse("portal:home")).status_code == 200
    person.is_active = False
    person.save()
    assert client.get(reverse("portal:home")).status_code == 302


def test_demo_account_is_refused_where_demo_is_not_allowed(client: Client, person: Any) -> None:
    person.is_demo = True
    person.save()
    with override_settings(QIHANG_DEMO_ALLOWED=False):
        assert sign_in(client, person.username).status_code == 200
        assert client.get(reverse("portal:home")).status_code == 302


def test_demo_session_ends_where_demo_is_not_allowed(client: Client, person: Any) -> None:
    person.is_demo = True
    person.save()
    sign_in(client, person.username)
    with override_settings(QIHANG_DEMO_ALLOWED=False):
        assert client.get(reverse("portal:home")).status_code == 302


def test_second_factor_is_asked_and_checked(client: Client, person: Any) -> None:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    response = sign_in(client, person.username)
    assert response["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("portal:home")).status_code == 302
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("portal:home")).status_code == 200


def test_second_factor_is_set_up_in_the_portal(client: Client, person: Any) -> None:
    sign_in(client, person.username)
    asked_again = client.get(reverse("mfa_activate_totp"))
    assert asked_again["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )
    assert client.post(reverse("mfa_activate_totp"), {"code": code}).status_code == 302
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


def test_signed_in_pages_are_not_stored(client: Client, person: Any) -> None:
    sign_in(client, person.username)
    assert "no-store" in client.get(reverse("portal:home"))["Cache-Control"]


def test_language_is_remembered_on_the_account(client: Client, person: Any) -> None:
    sign_in(client, person.username)
    client.post(reverse("choose_language"), {"language": "en", "next": "/my/"})
    person.refresh_from_db()
    assert person.language == "en"
    assert 'lang="en"' in client.get(reverse("portal:home")).content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com", "javascript:1"])
def test_language_switch_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    answer = client.post(reverse("choose_language"), {"language": "en", "next": elsewhere})
    assert answer["Location"] == "/"


def test_language_switch_takes_no_name_of_a_view_for_an_address(client: Client) -> None:
    answer = client.post(reverse("choose_language"), {"language": "en", "next": "abc"})
    assert (answer.status_code, answer["Location"]) == (302, "/")


@pytest.mark.parametrize("engine", ["db", "cache"])
def test_session_begins_and_ends_wherever_it_is_kept(
    client: Client, person: Any, settings: Any, engine: str
) -> None:
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    sign_in(client, person.username)
    assert client.get(reverse("portal:home")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("portal:home")).status_code == 302
