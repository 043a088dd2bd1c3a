"""Indexing happens in the worker: cutting words takes time that an author shouldn't wait for."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from django.db import transaction
from django_tasks import task

from cms.search import domain

_waiting: ContextVar[set[int] | None] = ContextVar("pages_waiting_for_search", default=None)


@task()
def index_pages(numbers: list[int]) -> None:
    """See cms.search.domain.index_pages."""
    domain.index_pages(numbers)


def index_soon(numbers: Iterable[int]) -> None:
    """Have these pages indexed by the worker once the transaction stands; at the end of the block
    where an `indexing_later` is open."""
    wanted = set(numbers)
    waiting = _waiting.get()
    if waiting is not None:
        waiting |= wanted
    elif wanted:
        transaction.on_commit(partial(index_pages.enqueue, sorted(wanted)), robust=True)


@contextmanager
def indexing_later() -> Iterator[None]:
    """Pages that are published in the block are indexed when it ends, each once, here and not by
    the worker; none where the block raises. For loading many pages in one go."""
    waiting: set[int] = set()
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    domain.index_pages(waiting)
