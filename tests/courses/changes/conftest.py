"""A published timetable."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories.changes import Published, published_term


@pytest.fixture
def world(db: None) -> Published:
    return published_term()


@pytest.fixture
def as_(db: None) -> Callable[[Any], Client]:
    """`as_(user)` → a test client of the person."""

    def sign_in(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="cms.users.backends.AccountBackend")
        return client

    return sign_in
