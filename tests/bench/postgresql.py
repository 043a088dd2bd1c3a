"""A PostgreSQL database for one benchmark."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
_ADDRESS = f"{SERVER}/postgres".replace("postgres://", "postgresql://")


def answers() -> bool:
    try:
        psycopg.connect(_ADDRESS, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of a new database, which is dropped at the end."""
    with psycopg.connect(_ADDRESS, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{SERVER}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
