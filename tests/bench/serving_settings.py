"""The system as it is in use: no debug, compressed files, gunicorn in front; the host is local."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-benchmarks-never-for-people-never-for-people")
os.environ.setdefault("BASE_URL", "http://127.0.0.1:8765")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,testserver")

from cms.settings.production import *  # noqa: F403 — settings modules extend each other

ROOT_URLCONF = "tests.bench.bare"
QIHANG_DEMO_ALLOWED = True
# The load comes over plain HTTP from this machine.
SECURE_SSL_REDIRECT = False
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
# Redis may be in use for something else on this machine.
CACHES["default"]["KEY_PREFIX"] = "qihang-bench"  # noqa: F405 — from production
# Pages are measured: what a worker would do meanwhile is left undone.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
LOGGING = {"version": 1, "disable_existing_loggers": True}
