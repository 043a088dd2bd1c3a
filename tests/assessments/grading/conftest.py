"""A class to grade."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.assessments.grading.building import Taught, taught_class


@pytest.fixture
def taught(institution: Any) -> Taught:
    """Three students, one instructor, an open sheet of 平时 60 / 期末 40."""
    return taught_class(institution)


@pytest.fixture
def client_of() -> Callable[[Any], Any]:
    """A signed-in client of a person who has a role already."""
    from django.test import Client

    def make(user: Any) -> Client:
        client = Client()
        client.force_login(user, backend="cms.users.backends.AccountBackend")
        return client

    return make


@pytest.fixture
def student(taught: Taught, sign_in: Callable[..., Any]) -> Any:
    """A signed-in client of the first student of the class."""
    client = sign_in("student")
    taught.students[0].user = client.user
    taught.students[0].save()
    return client
