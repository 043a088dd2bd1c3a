"""What takes seconds to build is built once for a module of tests and undone at its end."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation


@pytest.fixture(scope="module")
def kept_for_module(
    django_db_setup: None, django_db_blocker: Any
) -> Callable[[], AbstractContextManager[None]]:
    """`with kept_for_module(): yield build()` in a fixture of a module: tests change what was built
    in transactions of their own."""

    @contextmanager
    def keep() -> Iterator[None]:
        with django_db_blocker.unblock(), transaction.atomic():
            try:
                with translation.override("zh-hans"):
                    yield
            finally:
                transaction.set_rollback(True)

    return keep
