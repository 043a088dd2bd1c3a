"""What holds everywhere. Anything that differs between places is an environment variable.

SQLite, a file cache and the database task queue are the embedded default;
DATABASE_URL=postgres://… and REDIS_URL=redis://… switch to PostgreSQL and Redis
(cache, sessions, RQ worker) with no other change.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from .accounts import *  # noqa: F403 — one concept a file
from .security import *  # noqa: F403 — one concept a file
from .wagtail import *  # noqa: F403 — one concept a file

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.Env()

# Run-time state: database, cache, uploads, private files.
VAR_DIR = Path(env("QIHANG_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The address printed in QR codes and calendar feeds.
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = BASE_URL

# Reverse proxies of ours in front of this process; each appends to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Demo accounts have a password that everybody knows.
QIHANG_DEMO_ALLOWED = False

INSTALLED_APPS = [
    "cms",
    "cms.users",
    "assessments",
    "courses",
    "media",
    "wagtailmedia",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "rules",
    "schedule",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "cms.users.middleware.ClientAddressMiddleware",
    "cms.users.middleware.NulCharacterMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.content.middleware.PublicPageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "media.library.upload_limit.UploadLimitMiddleware",
    "cms.users.middleware.PrivatePagesMiddleware",
    "cms.publishing.admin_door.WagtailAdminDoorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cms.portal.context.navigation",
            ],
        },
    },
]
FORM_RENDERER = "cms.portal.form_renderer.QihangFormRenderer"

# --- Database -------------------------------------------------------------------------------
VAR_DIR.mkdir(parents=True, exist_ok=True)
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'qihang.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Web and worker write at the same time: without these they meet "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
    # Covering columns of indexes are PostgreSQL's; SQLite leaves them out, as intended.
    SILENCED_SYSTEM_CHECKS = ["models.W040"]
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Cache, sessions, tasks -----------------------------------------------------------------
REDIS_URL = env("REDIS_URL", default="")
if REDIS_URL:
    INSTALLED_APPS.append("django_rq")
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    TASKS = {"default": {"BACKEND": "django_tasks_rq.RQBackend", "QUEUES": ["default"]}}
    RQ_QUEUES = {"default": {"URL": REDIS_URL, "DEFAULT_TIMEOUT": 3600}}
    RQ = {"JOB_CLASS": "django_tasks_rq.Job"}
else:
    # A file cache is shared by web and worker and takes no lock on the database, so progress
    # can be reported from inside a long transaction (docs/decisions/0002).
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
    SESSION_ENGINE = "django.contrib.sessions.backends.db"
    TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# After how many seconds without a sign of life running work counts as interrupted.
JOB_ALIVE_SECONDS = env.int("JOB_ALIVE_SECONDS", default=60)
# From which hour of the day (local time) a worker sends reminders; 24: none does, a cron may.
DAILY_WORK_HOUR = env.int("DAILY_WORK_HOUR", default=7)

# How long a public page is kept for people who aren't signed in; 0 keeps none. What is published
# shows at once whatever this says.
PUBLIC_PAGE_SECONDS = env.int("PUBLIC_PAGE_SECONDS", default=15 * 60)

# --- Language and time ----------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Simplified Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Each slice carries its own catalogue; ours come first, so they can complete Wagtail's.
LOCALE_PATHS = [BASE_DIR / "cms" / "locale", *sorted(BASE_DIR.glob("[acm]*/*/locale"))]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
FORMAT_MODULE_PATH = ["cms.settings.formats"]
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
STATICFILES_DIRS = [
    # Filled by scripts/vendor.
    ("vendor", BASE_DIR / "node_modules" / ".vendor"),
]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "uploads"
# Evidence, uploaded spreadsheets, produced PDFs: only sent by a view that asks for permission.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}
# Private keys that sign certificates, a folder each; encrypted where there is a passphrase.
QIHANG_SIGNING_DIR = Path(env("SIGNING_DIR", default=str(VAR_DIR / "signing")))
QIHANG_SIGNING_PASSPHRASE = env("SIGNING_PASSPHRASE", default="")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# A folder of scans. All other addresses take 100, see FewFilesHandler.
DATA_UPLOAD_MAX_NUMBER_FILES = 1100
FILE_UPLOAD_HANDLERS = [
    "media.library.few_files.FewFilesHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Videos and audio; documents and images: cms.settings.wagtail. All in bytes.
QIHANG_MAX_RECORDING_SIZE = env.int("MAX_RECORDING_SIZE", default=500 * 1024 * 1024)
QIHANG_PDF_FONT_DIR = BASE_DIR / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"

# --- django-scheduler: its views are never mounted, its permissions answer no ----------------
CHECK_EVENT_PERM_FUNC = "cms.users.denial.deny"
CHECK_OCCURRENCE_PERM_FUNC = "cms.users.denial.deny"
CHECK_CALENDAR_PERM_FUNC = "cms.users.denial.deny"

EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "warnings": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        # One line per denied request, exports and unmasked views.
        "qihang.audit": {"level": "INFO"},
        "axes": {"level": "WARNING"},
        # Two lines a task otherwise, and each page saved is several tasks. The worker sets the
        # level of these loggers itself, but not that of a handler.
        "django_tasks": {"handlers": ["warnings"], "propagate": False},
        "django_tasks_db": {"handlers": ["warnings"], "propagate": False},
        "fontTools": {"level": "WARNING"},
        "xhtml2pdf": {"level": "ERROR"},
    },
}
