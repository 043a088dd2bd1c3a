import json

import pytest
from django.urls import reverse

from tests.factories.content import make_home, make_syllabus


def test_admin_sends_the_signed_out_to_our_sign_in(client, db):
    response = client.get("/admin/pages/")

    assert response.status_code == 302
    assert response.url == f"{reverse('account_login')}?next=/admin/pages/"


def test_wagtails_own_sign_in_is_closed(client, db):
    response = client.get("/admin/login/?next=/admin/")

    assert response.url == f"{reverse('account_login')}?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 302


@pytest.mark.parametrize("kind", ["student", "auditor", "counsellor", "province"])
def test_people_without_access_get_403_and_no_circle(sign_in, kind):
    assert sign_in(kind).get("/admin/").status_code == 403


def test_signing_out_of_the_admin_ends_the_session(author):
    client = author("office")

    assert client.post("/admin/logout/").url == reverse("account_login")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("area", ["reports/site-history/", "workflows/list/", "password_reset/"])
def test_areas_not_in_use_are_closed(author, area):
    assert author("office").get(f"/admin/{area}").status_code == 404


def test_admin_scripts_need_a_nonce_and_pages_have_it(author, institution):
    page = make_syllabus(institution)
    client = author("office")
    for address in (
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/copy/",
        f"/admin/pages/{make_home(institution).pk}/",
    ):
        response = client.get(address)
        policy = dict(
            part.strip().split(" ", 1)
            for part in response["Content-Security-Policy"].split(";")
            if " " in part.strip()
        )
        html = response.content.decode()
        assert "unsafe" not in policy["script-src"]
        nonce = policy["script-src"].split("'nonce-")[1].rstrip("'")
        assert f'<script nonce="{nonce}">' in html
        assert "<script>" not in html


def test_menu_has_only_places_that_people_can_use(author):
    html = author("office").get("/admin/").content.decode()

    assert json.dumps("执行大纲").strip('"') in html
    for hidden in ("/admin/reports/", "/admin/users/", "guide.wagtail.org", "gravatar"):
        assert hidden not in html


@pytest.mark.parametrize(("kind", "offered"), [("office", True), ("instructor", False)])
def test_editor_leads_releasers_to_the_release(author, institution, kind, offered):
    page = make_syllabus(institution)

    html = author(kind).get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert (reverse("publishing:release", args=[page.pk]) in html) is offered
