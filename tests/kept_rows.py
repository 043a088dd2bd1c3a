"""What the migrations put into the database, for tests that commit and so empty it at their end."""

from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction

# By table: its columns, and its rows as the database holds them.
Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


def commits(request: pytest.FixtureRequest) -> bool:
    """Whether a test of this module commits what it writes."""
    return request.module.__name__ in _modules_that_commit(request.session)


@cache
def _modules_that_commit(session: pytest.Session) -> set[str]:
    return {item.module.__name__ for item in session.items if does_commit(item)}


def does_commit(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function):
        return False
    marker = item.get_closest_marker("django_db")
    return bool(
        {"transactional_db", "live_server"} & {*item.fixturenames}
        or (marker and marker.kwargs.get("transaction"))
    )


def rows_of_migrations() -> Rows:
    """All rows as they are now, of the tables that a flush empties."""
    quoted = connection.ops.quote_name
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.can_migrate(connection):
                continue
            columns = [
                field.column for field in model._meta.local_concrete_fields if not field.generated
            ]
            cursor.execute(
                f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(model._meta.db_table)}"
            )
            if rows := cursor.fetchall():
                found[model._meta.db_table] = (columns, rows)
    return found


def fill(rows: Rows) -> None:
    """Put these rows into the database, under their numbers, if it was emptied. Objects saved one
    by one, as Django does it, took longer than most tests."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Collection

    if Collection.objects.exists():
        return
    quoted = connection.ops.quote_name
    # A row that was emptied may have been made anew under another number meanwhile.
    ContentType.objects.clear_cache()
    # Foreign keys are looked at when the transaction ends, so the order of tables is free.
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, found) in rows.items():
            places = ", ".join(["%s"] * len(columns))
            names = ", ".join(map(quoted, columns))
            cursor.executemany(f"INSERT INTO {quoted(table)} ({names}) VALUES ({places})", found)


def put_back(rows: Rows) -> None:
    """Empty the database and fill it with these rows; PostgreSQL goes on counting where it was."""
    call_command(
        "flush", verbosity=0, interactive=False, inhibit_post_migrate=True, reset_sequences=False
    )
    fill(rows)
