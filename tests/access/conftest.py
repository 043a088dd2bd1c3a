"""One world for all route tests: it is made once and rolled back at the end."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation

from tests.access.world import World, build_world


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    """The cache is kept between these tests: it may hold the sessions of the world's people."""


@pytest.fixture(scope="package")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            with translation.override("zh-hans"):
                built = build_world()
            # Else PostgreSQL checks the world's rows again at the end of each test.
            connection.check_constraints()
            yield built
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
