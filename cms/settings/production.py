"""People's data. `manage.py check --deploy` must say nothing here."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 — settings modules extend each other by star import

SECRET_KEY = env("SECRET_KEY")  # noqa: F405 — from base
if not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is empty.")
BASE_URL = env("BASE_URL")  # noqa: F405 — from base
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")  # noqa: F405 — from base

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

STORAGES = {
    **STORAGES,  # noqa: F405 — from base
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
