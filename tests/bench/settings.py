"""The settings of tests, on a database that is measured: durable as in use."""

from cms.settings.test import *  # noqa: F403 — settings modules extend each other by star import

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405 — from test
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405 — from test
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    )
