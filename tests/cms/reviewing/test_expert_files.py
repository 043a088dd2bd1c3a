"""Recordings and documents of a revision open at the expert's link, and only those of it."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from cms.content.domain import add_page
from cms.content.models import LessonPage
from cms.reviewing.domain import invite_expert, revoke_invitation
from cms.reviewing.models import ReviewInvitation
from cms.reviewing.views.expert_files import LIMIT
from media.library.models import LibraryDocument
from tests.factories.library import collection_of, make_recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(campus):
    """A draft with a video, a document block and a document linked in its text; beside them a
    video and a document that it doesn't show."""
    syllabus = campus.draft()
    files = collection_of(campus.institution)

    def document(name):
        return LibraryDocument.objects.create(
            title=name, file=ContentFile(name.encode(), name=f"{name}&x.txt"), collection=files
        )

    page = LessonPage(title="第一课", owner=campus.instructor)
    page.video, page.other = make_recording(files), make_recording(files)
    page.handout, page.linked, page.hidden = map(document, ("讲义", "表格", "试卷"))
    link = f'<p><a linktype="document" id="{page.linked.pk}">表格</a></p>'
    page.body = [
        ("video", {"video": page.video, "counts": True}),
        ("document", {"document": page.handout, "note": ""}),
        ("prose", link),
    ]
    add_page(syllabus, page, publish=False)
    page.save_revision(user=campus.instructor)
    return page


@pytest.fixture
def invited(campus, lesson):
    invitation, token = invite_expert(lesson, expert="李教授", days=7, by=campus.instructor)
    return invitation, token


def addresses(lesson, token):
    media = [token, lesson.video.public_id]
    return [
        reverse("expert:media", args=media),
        reverse("expert:poster", args=media),
        reverse("expert:captions", args=[*media, "zh"]),
        reverse("expert:document", args=[token, lesson.handout.pk]),
        reverse("expert:document", args=[token, lesson.linked.pk]),
    ]


def status(client, address):
    answer = client.get(address)
    b"".join(answer)  # the file is closed when all of it was sent
    return answer.status_code


def test_page_of_the_expert_names_addresses_that_open(client, lesson, invited):
    _invitation, token = invited
    html = client.get(reverse("expert:review", args=[token])).content.decode()
    for address in addresses(lesson, token):
        assert f'"{address}"' in html
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer["Referrer-Policy"] == "same-origin"
        assert "noindex" in answer["X-Robots-Tag"]
        assert "private" in answer["Cache-Control"]
        assert b"".join(answer)
    assert "/files/media/" not in html
    assert '"/documents/' not in html


def test_recording_is_sent_in_parts_and_a_document_is_saved(client, lesson, invited):
    _invitation, token = invited
    video, _poster, captions, handout, _linked = addresses(lesson, token)
    part = client.get(video, headers={"range": "bytes=250-253"})
    assert part.status_code == 206
    assert b"".join(part) == bytes(range(4))
    assert "我们学写简历" in client.get(captions).content.decode()
    saved = client.get(handout)
    assert saved["Content-Disposition"].startswith("attachment")
    assert b"".join(saved) == "讲义".encode()


def test_nothing_else_of_the_library_opens(client, lesson, invited):
    _invitation, token = invited
    for address in (
        reverse("expert:media", args=[token, lesson.other.public_id]),
        reverse("expert:poster", args=[token, lesson.other.public_id]),
        reverse("expert:captions", args=[token, lesson.other.public_id, "zh"]),
        reverse("expert:captions", args=[token, lesson.video.public_id, "en"]),
        reverse("expert:document", args=[token, lesson.hidden.pk]),
        reverse("expert:document", args=[token, 10**12]),
    ):
        assert client.get(address).status_code == 404


def test_file_of_a_later_draft_stays_closed(campus, client, lesson, invited):
    _invitation, token = invited
    lesson.body = [("video", {"video": lesson.other, "counts": True})]
    lesson.save_revision(user=campus.instructor)
    later = reverse("expert:media", args=[token, lesson.other.public_id])
    assert status(client, later) == 404
    assert status(client, addresses(lesson, token)[0]) == 200


def test_link_of_another_revision_or_none_opens_nothing(campus, client, lesson, invited):
    other = campus.draft()
    _invitation, token = invite_expert(other, expert="王教授", days=7, by=campus.instructor)
    for unsuitable in (token, "x" * 43):
        for address in addresses(lesson, unsuitable):
            assert client.get(address).status_code == 404


def test_ended_link_opens_no_file(campus, client, lesson, invited):
    invitation, token = invited
    ReviewInvitation.objects.update(
        created_at=timezone.now() - datetime.timedelta(days=9),
        expires_at=timezone.now() - datetime.timedelta(seconds=1),
    )
    assert {status(client, one) for one in addresses(lesson, token)} == {404}
    ReviewInvitation.objects.update(expires_at=timezone.now() + datetime.timedelta(days=1))
    assert {status(client, one) for one in addresses(lesson, token)} == {200}
    revoke_invitation(invitation, by=campus.instructor)
    assert {status(client, one) for one in addresses(lesson, token)} == {404}


def test_usual_addresses_stay_closed_to_the_expert(client, lesson, invited):
    for address in (lesson.video.url, lesson.handout.url):
        assert "/accounts/login/" in client.get(address)["Location"]


@pytest.mark.usefixtures("clock")
def test_many_requests_for_files_are_slowed(client):
    address = reverse("expert:document", args=["y" * 43, 1])
    answers = [client.get(address).status_code for _ in range(LIMIT + 1)]
    assert answers == [404] * LIMIT + [429]
