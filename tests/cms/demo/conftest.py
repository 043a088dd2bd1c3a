"""What takes seconds to build is built once for a module of tests and undone at its end."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import translation


@pytest.fixture(scope="module")
def kept_for_module(
    django_db_setup: None, django_db_blocker: Any
) -> Callable[[Callable[[], Any]], AbstractContextManager[Any]]:
    """`with kept_for_module(build) as built: yield built` in a fixture of a module: tests change
    what was built in transactions of their own."""

    @contextmanager
    def keep(build: Callable[[], Any]) -> Iterator[Any]:
        with django_db_blocker.unblock(), transaction.atomic():
            try:
                with translation.override("zh-hans"):
                    built = build()
                    # Else PostgreSQL checks these rows again at the end of each test.
                    connection.check_constraints()
                    yield built
            finally:
                transaction.set_rollback(True)

    return keep
