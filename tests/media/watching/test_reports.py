"""What a player may ask and report over HTTP."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from media.watching.models import Watcher, WatchRecord
from media.watching.views import REPORTS_A_MINUTE
from tests.factories.institutions import UserFactory
from tests.factories.watching import VideoFactory, let_time_pass

pytestmark = pytest.mark.django_db
MINUTE = 60_000


@pytest.fixture
def person(db: None) -> Any:
    return UserFactory()


@pytest.fixture
def client(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="cms.users.backends.AccountBackend")
    return client


@pytest.fixture
def video(person: Any) -> Any:
    """One that this person may open: their own."""
    return VideoFactory(uploaded_by_user=person)


def report(client: Client, video: Any, body: Any) -> Any:
    sent = body if isinstance(body, str | bytes) else json.dumps(body)
    address = reverse("watching:report", args=[video.public_id])
    return client.post(address, sent, content_type="application/json")


def state(client: Client, video: Any) -> Any:
    return client.get(reverse("watching:state", args=[video.public_id])).json()


def test_report_is_stored_and_answered_with_what_is_known(client: Any, person: Any, video: Any):
    assert report(client, video, {}).status_code == 200
    let_time_pass(person, minutes=3)
    answer = report(client, video, {"ranges": [[0, 3 * MINUTE]], "position": 3 * MINUTE})
    told = {"duration": 600_000, "watched": 180_000, "position": 180_000, "percent": 30}
    assert answer.json() == told
    assert state(client, video) == told | {"fastest": 2}


def test_asking_writes_nothing(client: Any, video: Any):
    assert state(client, video)["watched"] == 0
    assert not Watcher.objects.exists()


def test_too_fast_report_says_when_to_come_again(client: Any, video: Any):
    report(client, video, {})
    answer = report(client, video, {"ranges": [[0, 3 * MINUTE]]})
    assert answer.status_code == 429
    assert answer["Retry-After"] == str(answer.json()["retry_after"])
    assert state(client, video)["watched"] == 0


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        b"\xff",
        "[" * 5000,
        {"ranges": "all"},
        {"ranges": [[0]]},
        {"ranges": [[0, 1, 2]]},
        {"ranges": [["0", "9"]]},
        {"ranges": [[0, True]]},
        {"ranges": [[0, 1.5]]},
        {"ranges": [[0, 10**30]]},
        {"ranges": [[9, 1]]},
        {"position": "end"},
        {"position": 10**30},
        {"position": 1, "age": "long"},
        '{"position": 1, "age": NaN}',
        {"ranges": [], "padding": "x" * 20_000},
    ],
)
def test_unreadable_report_is_refused_in_words_and_changes_nothing(
    client: Any, video: Any, body: Any
):
    answer = report(client, video, body)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert not WatchRecord.objects.exists()


def test_recording_of_others_is_not_found(client: Any):
    foreign = VideoFactory(uploaded_by_user=UserFactory())
    assert report(client, foreign, {}).status_code == 404
    assert client.get(reverse("watching:state", args=[foreign.public_id])).status_code == 404


def test_person_who_is_not_signed_in_reports_nothing(video: Any):
    assert report(Client(), video, {}).status_code == 302
    assert not WatchRecord.objects.exists()


def test_report_without_token_is_refused(person: Any, video: Any):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person, backend="cms.users.backends.AccountBackend")
    assert report(strict, video, {}).status_code == 403


@pytest.mark.usefixtures("clock")
def test_reports_without_end_are_slowed(client: Any, video: Any):
    codes = [report(client, video, {}).status_code for _ in range(REPORTS_A_MINUTE + 1)]
    assert codes == [200] * REPORTS_A_MINUTE + [429]
