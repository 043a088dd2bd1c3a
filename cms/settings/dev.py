"""A laptop, and `make run`: demo accounts allowed, everything on this machine."""

from .base import *  # noqa: F403 — settings modules extend each other by star import

DEBUG = env.bool("DEBUG", default=True)  # noqa: F405 — from base
SECRET_KEY = env("SECRET_KEY", default="only-for-development-never-for-people")  # noqa: F405 — from base
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "0.0.0.0"])  # noqa: F405, S104 — from base; a host name, not a bind
QIHANG_DEMO_ALLOWED = True
if DEBUG:
    # A changed template shows at once.
    PUBLIC_PAGE_SECONDS = 0
else:
    # As `make run` serves them: collected once, compressed.
    STORAGES = {
        **STORAGES,  # noqa: F405 — from base
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
    }
