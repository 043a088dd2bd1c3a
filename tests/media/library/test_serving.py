"""Sending a recording: whole, in parts, again, and only to those who may have it."""

import uuid
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from cms.publishing.groups import sync_groups
from media.imports.models import ImportRun
from media.library.domain import store_private
from media.library.models import LibraryDocument
from media.library.permissions import _readers, may_open, register_reader
from tests.factories.content import make_home
from tests.factories.institutions import InstitutionFactory, UserFactory
from tests.factories.library import collection_of, make_recording

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(250)) * 40


@pytest.fixture
def recording(institution: Any) -> Any:
    make_home(institution)
    return make_recording(collection_of(institution))


@pytest.fixture
def author(sign_in: Any) -> Any:
    client = sign_in("instructor")
    sync_groups(client.user)
    return client


@pytest.fixture
def reader() -> Any:
    """Register a reader for this test only."""
    added: list[Any] = []

    def add(fn: Any) -> None:
        added.append(register_reader(fn))

    yield add
    for fn in added:
        _readers.remove(fn)


def address(recording: Any, what: str = "media", **kwargs: Any) -> str:
    return reverse(f"library:{what}", kwargs={"public_id": recording.public_id, **kwargs})


def sent(response: Any) -> bytes:
    """The bytes of an answer; once they are read, the test client closes the file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def ask(client: Any, where: str, method: str = "get", **headers: str) -> Any:
    """The answer with its bytes as `body`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = getattr(client, method)(where, headers=named)
    response.body = sent(response)
    return response


def test_whole_file_is_sent_with_what_resuming_needs(author: Any, recording: Any) -> None:
    response = ask(author, address(recording))
    assert (response.status_code, response.body) == (200, CONTENT)
    assert response["Content-Type"] == "video/webm"
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["Accept-Ranges"] == "bytes"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["ETag"].startswith('"')


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [("bytes=100-199", 100, 200), ("bytes=9000-", 9000, 10_000), ("bytes=-10", 9990, 10_000)],
)
def test_part_is_sent(author: Any, recording: Any, header: str, start: int, stop: int) -> None:
    response = ask(author, address(recording), range=header)
    assert (response.status_code, response.body) == (206, CONTENT[start:stop])
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/10000"
    assert response["Content-Length"] == str(stop - start)


def test_part_outside_the_file_is_refused(author: Any, recording: Any) -> None:
    response = ask(author, address(recording), range="bytes=10000-")
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10000")


def test_several_parts_at_once_get_the_whole_file(author: Any, recording: Any) -> None:
    response = ask(author, address(recording), range="bytes=0-1,5-6")
    assert (response.status_code, response.body) == (200, CONTENT)


def test_head_says_the_same_without_the_bytes(author: Any, recording: Any) -> None:
    response = ask(author, address(recording), "head", range="bytes=0-99")
    assert (response.status_code, response["Content-Length"], response.body) == (206, "100", b"")
    assert ask(author, address(recording), "head")["Content-Length"] == "10000"


def test_file_that_the_browser_has_is_not_sent_again(author: Any, recording: Any) -> None:
    etag = ask(author, address(recording))["ETag"]
    for header in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        response = ask(author, address(recording), if_none_match=header)
        assert (response.status_code, response.body, response["ETag"]) == (304, b"", etag)
    changed = ask(author, address(recording), if_none_match='"other"')
    assert changed.status_code == 200


def test_part_is_of_the_file_that_the_client_had(author: Any, recording: Any) -> None:
    etag = ask(author, address(recording))["ETag"]
    part = {"range": "bytes=0-9"}
    assert ask(author, address(recording), **part, if_range=etag).status_code == 206
    for other in ('"other"', f"W/{etag}", "Sun, 22 Nov 2026 03:00:00 GMT"):
        response = ask(author, address(recording), **part, if_range=other)
        assert (response.status_code, len(response.body)) == (200, 10_000)


def test_new_file_has_another_etag(author: Any, recording: Any) -> None:
    before = ask(author, address(recording))["ETag"]
    recording.file.save("b.webm", ContentFile(CONTENT))
    assert ask(author, address(recording))["ETag"] != before


def test_file_is_read_in_chunks(author: Any, institution: Any, recording: Any) -> None:
    large = make_recording(collection_of(institution), content=b"x" * 1_000_000)
    response = author.get(address(large), headers={"range": "bytes=1-999999"})
    chunks = list(response.streaming_content)
    assert (sum(map(len, chunks)), max(map(len, chunks))) == (999_999, 65_536)


def test_file_lost_from_the_disk_is_said_in_words(author: Any, recording: Any) -> None:
    recording.file.storage.delete(recording.file.name)
    response = ask(author, address(recording))
    assert response.status_code == 404
    assert "文件" in response.content.decode()


def test_poster_captions_and_transcript_are_sent(author: Any, recording: Any) -> None:
    poster = ask(author, address(recording, "poster"))
    assert (poster["Content-Type"], poster.body) == ("image/png", b"\x89PNG")
    captions = ask(author, address(recording, "captions", language="zh"))
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert "大家好，今天我们学写简历。" in captions.content.decode()
    assert ask(author, address(recording, "captions", language="en")).status_code == 404
    words = ask(author, address(recording, "transcript")).content.decode()
    assert "先看一份真实的例子。" in words
    assert "00:01" in words


def test_transcript_of_a_recording_without_words_is_not_found(author: Any, recording: Any) -> None:
    recording.tracks.all().delete()
    assert ask(author, address(recording, "transcript")).status_code == 404


def test_colleague_opens_it_and_another_institution_finds_nothing(
    author: Any, recording: Any, sign_in: Any
) -> None:
    other = sign_in("office", institution=InstitutionFactory())
    sync_groups(other.user)
    student = sign_in("student")
    assert ask(author, address(recording)).status_code == 200
    assert ask(other, address(recording)).status_code == 404
    assert ask(student, address(recording)).status_code == 404
    assert ask(author, reverse("library:media", args=[uuid.uuid4()])).status_code == 404


def test_stranger_is_led_to_sign_in(recording: Any) -> None:
    response = Client().get(address(recording))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=/files/media/")


def test_uploader_opens_their_own(recording: Any) -> None:
    person = UserFactory()
    assert not may_open(person, recording)
    recording.uploaded_by_user = person
    assert may_open(person, recording)


def test_reader_of_a_page_opens_it(recording: Any, sign_in: Any, reader: Any) -> None:
    student = sign_in("student")
    assert ask(student, address(recording)).status_code == 404
    reader(lambda user, file: user == student.user and file == recording)
    assert ask(student, address(recording)).status_code == 200
    assert ask(sign_in("student"), address(recording)).status_code == 404


def test_second_part_costs_three_queries(
    recording: Any, sign_in: Any, reader: Any, django_assert_max_num_queries: Any
) -> None:
    student = sign_in("student")
    reader(lambda user, file: user == student.user)
    ask(student, address(recording), range="bytes=0-9")
    with django_assert_max_num_queries(3):
        response = ask(student, address(recording), range="bytes=10-19")
    assert response.status_code == 206


def test_private_file_goes_on_where_it_stopped(sign_in: Any) -> None:
    client = sign_in("office")
    run = ImportRun.objects.create(
        kind="roster",
        context={"institution": client.user.qihang_roles.get().institution_id},
        source=store_private("学号,姓名\n".encode(), name="名单.csv", by=client.user),
        state="ready",
        uploaded_by=client.user,
    )
    where = reverse("imports:source", args=[run.public_id])
    first = ask(client, where)
    rest = ask(client, where, range="bytes=6-", if_range=first["ETag"])
    assert (rest.status_code, first.body[:6] + rest.body) == (206, first.body)
    assert first["Cache-Control"] == "private, no-store"
    assert first["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_document_is_served_to_those_who_may_have_it(
    author: Any, institution: Any, recording: Any, sign_in: Any, reader: Any
) -> None:
    document = LibraryDocument.objects.create(
        title="讲义",
        file=ContentFile(b"%PDF-1.4", name="讲义.pdf"),
        collection=collection_of(institution),
    )
    student = sign_in("student")
    assert ask(author, document.url).status_code == 200
    assert ask(student, document.url).status_code == 404
    assert Client().get(document.url).status_code == 302
    reader(lambda user, file: user == student.user and file == document)
    served = ask(student, document.url)
    assert served.body == b"%PDF-1.4"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in served["Content-Security-Policy"]
