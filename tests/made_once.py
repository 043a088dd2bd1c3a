"""The database of tests is made by the first process; the others copy it.

A hundred migrations take half a minute, and each process of a run has a database of its own. The
one that comes first makes it as ever and leaves a template; whoever finds that begins with a copy.
"""

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Until the end of the block no other process makes or copies a database of this name."""
    with _kept_at(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def copy_template(target: str, *, run: str | None) -> bool:
    """Give `target` the contents of the template, in place of its own; False if there is none.

    `run`: only a template that this run of the tests has left is taken.
    """
    if run and not _left_by(run):
        return False
    if connection.vendor == "sqlite":
        if not settings.SQLITE_TEMPLATE.exists():
            return False
        for beside in ("-wal", "-shm"):
            Path(target + beside).unlink(missing_ok=True)
        shutil.copy(settings.SQLITE_TEMPLATE, target)
        return True
    with connection._nodb_cursor() as cursor:
        if not _exists(cursor, settings.POSTGRESQL_TEMPLATE):
            return False
        _copy(cursor, settings.POSTGRESQL_TEMPLATE, target)
    return True


def leave_template(*, run: str) -> None:
    """The database as it is now becomes the template."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        copy_file(name, settings.SQLITE_TEMPLATE)
    else:
        connection.close()  # PostgreSQL copies only what nobody uses
        with connection._nodb_cursor() as cursor:
            _copy(cursor, name, settings.POSTGRESQL_TEMPLATE)
    _kept_at(".run").write_text(run)


def is_there(name: str) -> bool:
    """Whether a database of this name exists."""
    if connection.vendor == "sqlite":
        return Path(name).exists()
    with connection._nodb_cursor() as cursor:
        return _exists(cursor, name)


def copy_file(source: str | Path, target: Path) -> None:
    """A database of SQLite, whole or not at all, also while it is in use."""
    half = target.with_suffix(".half")
    half.unlink(missing_ok=True)
    ours, theirs = sqlite3.connect(source), sqlite3.connect(half)
    try:
        ours.backup(theirs)
    finally:
        ours.close()
        theirs.close()
    half.replace(target)


def _left_by(run: str) -> bool:
    note = _kept_at(".run")
    return note.exists() and note.read_text() == run


def _kept_at(ending: str) -> Path:
    template: Path = settings.SQLITE_TEMPLATE
    template.parent.mkdir(parents=True, exist_ok=True)
    return template.with_suffix(f".{connection.vendor}{ending}")


def _exists(cursor, name):  # type: ignore[no-untyped-def] — Django's cursors have no types
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _copy(cursor, source, target):  # type: ignore[no-untyped-def] — as above
    quoted = connection.ops.quote_name
    cursor.execute(f"DROP DATABASE IF EXISTS {quoted(target)}")
    cursor.execute(f"CREATE DATABASE {quoted(target)} TEMPLATE {quoted(source)}")
