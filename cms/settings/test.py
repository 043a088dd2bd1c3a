"""Tests: the same code paths, faster hashing, tasks run where they are enqueued.

The test database is kept between runs (`--reuse-db`) under a name made from the migrations,
so a changed migration never meets an old schema.
"""

import hashlib
import tempfile
from pathlib import Path

from .base import *  # noqa: F403 — settings modules extend each other by star import

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405 — from base
SECRET_KEY = "only-for-tests"  # noqa: S105 — no secret
ALLOWED_HOSTS = ["*"]
QIHANG_DEMO_ALLOWED = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Query counts are asserted with sessions in the database; those in the cache have their own test.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SCRATCH_DIR = Path(tempfile.mkdtemp(prefix="qihang-test-"))
MEDIA_ROOT = SCRATCH_DIR / "uploads"
PRIVATE_ROOT = SCRATCH_DIR / "private"
# Empty: what isn't about signatures needs none.
QIHANG_SIGNING_DIR = SCRATCH_DIR / "signing"
QIHANG_SIGNING_PASSPHRASE = ""
STORAGES = {
    **STORAGES,  # noqa: F405 — from base
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}
# Tests of the cache switch it on: others change pages and look again in one transaction.
PUBLIC_PAGE_SECONDS = 0
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:  # noqa: F405 — from base
    # Parallel workers must not clear each other's cache and sessions: a Redis database each.
    _base, _, _number = REDIS_URL.rpartition("/")  # noqa: F405 — from base
    _worker = int(env("PYTEST_XDIST_WORKER", default="gw0").removeprefix("gw"))  # noqa: F405 — from base
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{_base}/{int(_number or 0) + _worker}",
    }

_migrations = sorted(BASE_DIR.glob("[acm]*/**/migrations/0*.py"))  # noqa: F405 — from base
_schema = hashlib.sha256(b"".join(p.read_bytes() for p in _migrations)).hexdigest()[:10]
_suffix = env("QIHANG_TEST_DB", default="default")  # noqa: F405 — from base
_folder = VAR_DIR / "test"  # noqa: F405 — from base
_folder.mkdir(parents=True, exist_ok=True)
# What the first process of a run leaves for the others: tests/made_once.py.
SQLITE_TEMPLATE = _folder / f"{_suffix}-{_schema}-template.sqlite3"
POSTGRESQL_TEMPLATE = f"test_qihang_{_suffix}_{_schema}_template"
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405 — from base
    DATABASES["default"]["TEST"] = {"NAME": str(_folder / f"{_suffix}-{_schema}.sqlite3")}  # noqa: F405 — from base
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405 — from base
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_qihang_{_suffix}_{_schema}"}  # noqa: F405 — from base
    DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 — from base
