"""Fixtures that every test may use."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """The interface is Chinese first; a test that wants English says so."""
    with translation.override("zh-hans"):
        yield


@pytest.fixture()
def run_jobs(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Callable[[], AbstractContextManager[Any]]:
    """`with run_jobs(): …` — long work that the block starts is run when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)
