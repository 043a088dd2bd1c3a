"""The link of an outside expert: one revision, for a while, comment only."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.reviewing.domain import (
    ReviewRefused,
    comment_as_expert,
    invite_expert,
    open_invitation,
    revoke_invitation,
)
from cms.reviewing.models import ExpertComment, ReviewInvitation
from cms.reviewing.parts import parts_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited(campus):
    """(page, invitation, address)"""
    page = campus.draft()
    page.description = "<p>送审的这一版</p>"
    page.save_revision(user=campus.instructor)
    invitation, token = invite_expert(page, expert="李教授", days=7, by=campus.instructor)
    return page, invitation, reverse("expert:review", args=[token])


def test_expert_reads_exactly_that_revision(campus, invited, client):
    page, _invitation, address = invited
    page.description = "<p>后来的草稿</p>"
    page.save_revision(user=campus.instructor)
    answer = client.get(address)
    html = answer.content.decode()
    assert "送审的这一版" in html
    assert "后来的草稿" not in html
    assert "bottombar" not in html
    assert "/my/" not in html
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_expert_comments_and_the_author_sees_it(campus, invited, client, as_user):
    page, invitation, address = invited
    assert client.post(address, {"path": "units", "text": "建议增加企业参访"}).status_code == 302
    comment = ExpertComment.objects.get(invitation=invitation)
    assert comment.path == "units"
    html = as_user(campus.instructor).get(reverse("reviews:page", args=[page.pk])).content.decode()
    assert "建议增加企业参访" in html
    assert "李教授" in html


@pytest.mark.parametrize("data", [{"path": "units", "text": ""}, {"path": "no", "text": "x"}, {}])
def test_bad_comment_changes_nothing(invited, client, data):
    assert client.post(invited[2], data).status_code == 422
    assert not ExpertComment.objects.exists()


def test_text_of_an_expert_is_escaped(campus, invited, client, as_user):
    page, _invitation, address = invited
    client.post(address, {"path": "units", "text": "<script>alert(1)</script>"})
    for html in (
        client.get(address).content.decode(),
        as_user(campus.instructor).get(reverse("reviews:page", args=[page.pk])).content.decode(),
    ):
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


def test_link_that_is_over_or_unknown_or_revoked_or_without_page_looks_the_same(
    campus, invited, client
):
    page, invitation, address = invited
    unknown = client.get(reverse("expert:review", args=["x" * 43]))
    assert unknown.status_code == 404

    ReviewInvitation.objects.update(
        created_at=timezone.now() - datetime.timedelta(days=9),
        expires_at=timezone.now() - datetime.timedelta(seconds=1),
    )
    expired = client.get(address)
    ReviewInvitation.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1))
    assert client.get(address).status_code == 200
    revoke_invitation(invitation, by=campus.instructor)
    revoked = client.get(address)
    ReviewInvitation.objects.update(revoked_at=None)
    page.delete()
    gone = client.get(address)
    for answer in (expired, revoked, gone):
        assert answer.status_code == 404
        assert answer.content == unknown.content


def test_token_is_nowhere_in_the_database(campus, invited):
    _page, invitation, address = invited
    token = address.rstrip("/").rsplit("/", 1)[1]
    assert len(token) >= 43
    row = ReviewInvitation.objects.filter(pk=invitation.pk).values().get()
    assert token not in str(row)


def test_comment_after_the_end_is_refused(campus, invited):
    _page, invitation, _address = invited
    parts = parts_of(invitation.revision.as_object())
    revoke_invitation(invitation, by=campus.instructor)
    with pytest.raises(ReviewRefused):
        comment_as_expert(invitation, parts=parts, path="units", text="x")


@pytest.mark.parametrize(("expert", "days"), [("", 7), ("李教授", 0), ("李教授", 91)])
def test_invitation_without_a_name_or_an_end_is_refused(campus, expert, days):
    with pytest.raises(ReviewRefused):
        invite_expert(campus.draft(), expert=expert, days=days, by=campus.instructor)


def test_nobody_of_another_institution_invites_or_revokes(campus, other_campus, invited, as_user):
    page, invitation, _address = invited
    client = as_user(other_campus.instructor)
    data = {"expert": "外人", "days": "7"}
    assert client.post(reverse("reviews:invite", args=[page.pk]), data).status_code == 404
    revoke = reverse("reviews:revoke", args=[invitation.public_id])
    assert client.post(revoke).status_code == 404
    assert ReviewInvitation.objects.get().is_open


def test_link_is_shown_once_when_it_is_made(campus, as_user):
    page = campus.draft()
    client = as_user(campus.instructor)
    answer = client.post(reverse("reviews:invite", args=[page.pk]), {"expert": "王", "days": "3"})
    html = answer.content.decode()
    token = html.split("/review/")[1].split("/")[0]
    assert open_invitation(token) is not None
    assert token not in client.get(reverse("reviews:page", args=[page.pk])).content.decode()


@pytest.mark.usefixtures("clock")
def test_many_tries_are_slowed(client, settings):
    address = reverse("expert:review", args=["y" * 43])
    answers = [client.get(address).status_code for _ in range(130)]
    assert 429 in answers
