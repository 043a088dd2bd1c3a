"""Fixtures that every test may use."""

import gettext
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from django.utils.translation import trans_real

from tests.kept_rows import put_back, rows_of_migrations

# A machine that does other work too is slow at times: that is no finding.
hypothesis.settings.register_profile("qihang", deadline=None)
hypothesis.settings.load_profile("qihang")


@pytest.fixture(autouse=True)
def _fresh_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """The interface is Chinese first; a test that wants English says so."""
    with translation.override("zh-hans"):
        yield


@dataclass
class Clock:
    """Tells the time by which requests are counted; a test moves it."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Requests are counted at the beginning of a window, however slow the machine is: else the
    window may turn in between, and what came before it no longer counts."""
    clock = Clock()
    monkeypatch.setattr("media.rate_limit.time", clock)
    return clock


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """PostgreSQL knows nothing of tables that were just made: until its own cleaning comes round,
    checking the constraints at the end of a test took as long as the test."""
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")


@pytest.fixture(scope="module", autouse=True)
def _rows_of_migrations_stay(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits empties the database when it ends. What the migrations had put there
    (the root of the tree, groups, content types) is put back for the next module and the next run,
    for the test database is kept."""
    commits = any(
        {"transactional_db", "live_server"} & {*item.fixturenames}
        or ((marker := item.get_closest_marker("django_db")) and marker.kwargs.get("transaction"))
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is request.module
    )
    if not commits:
        yield
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        rows = rows_of_migrations()
    yield
    with blocker.unblock():
        from wagtail.models import Collection

        if not Collection.objects.exists():
            put_back(rows)


@pytest.fixture
def run_jobs(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Callable[[], AbstractContextManager[Any]]:
    """`with run_jobs(): …` — long work that the block starts is run when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pytest_configure(config: pytest.Config) -> None:
    """Chinese texts are tested as people read them, so the catalogues are compiled first."""
    import django

    django.setup()
    call_command("compile_messages_all")
    # Setting up may have read catalogues that were older.
    gettext._translations.clear()
    trans_real._translations.clear()
    trans_real._default = None


@pytest.fixture
def institution(db: None) -> Any:
    from tests.factories.institutions import InstitutionFactory

    return InstitutionFactory()


@pytest.fixture
def sign_in(db: None, institution: Any) -> Callable[..., Any]:
    """`sign_in("office")` → a test client of a person with that role at `institution`.

    Keyword arguments go to the role (department=…); `institution=` takes another one.
    """
    from django.test import Client

    from courses.institutions.enums import RoleKind
    from tests.factories.institutions import DepartmentFactory, RoleFactory

    def make(kind: str, *, user: Any = None, **role: Any) -> Client:
        if kind == RoleKind.PROVINCE_OFFICER:
            role |= {"institution": None, "province": "41"}
        else:
            role.setdefault("institution", institution)
        if kind == RoleKind.DEPARTMENT_COORDINATOR:
            role.setdefault("department", DepartmentFactory(institution=role["institution"]))
        if user is not None:
            role["user"] = user
        granted = RoleFactory(kind=kind, **role)
        client = Client()
        client.force_login(granted.user, backend="cms.users.backends.AccountBackend")
        client.user = granted.user  # type: ignore[attr-defined] — handy in tests
        return client

    return make
