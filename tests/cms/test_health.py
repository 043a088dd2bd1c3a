"""Health addresses."""

import pytest
from django.test import Client

from media.jobs.heartbeat import beat


def test_healthz_answers_without_a_worker(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_is_unavailable_without_a_worker(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] is False
    assert response["Retry-After"]


@pytest.mark.django_db
def test_readyz_is_ok_once_a_worker_beats(client: Client) -> None:
    beat()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True, "cache": True, "worker": True}
