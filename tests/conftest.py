"""Fixtures that every test may use."""

import gc
import gettext
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import trans_real

from tests.kept_rows import commits, does_commit, fill, put_back, rows_of_migrations
from tests.made_once import copy_template, is_there, leave_template, one_at_a_time
from tests.scheduling import rank

# Until all tests are collected: see pytest_collection_finish.
gc.disable()

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
def _nobody_else_makes_databases(
    request: pytest.FixtureRequest, django_db_modify_db_settings: None
) -> Iterator[Callable[[], None]]:
    """Hold the lock until what is yielded is called."""
    if not hasattr(request.config, "workerinput"):
        yield lambda: None
        return
    with ExitStack() as held:
        held.enter_context(one_at_a_time())
        yield held.close


@pytest.fixture(scope="session")
def django_db_createdb(
    request: pytest.FixtureRequest,
    django_db_createdb: bool,
    django_db_blocker: Any,
    _nobody_else_makes_databases: Callable[[], None],
) -> bool:
    """Whether this process makes its database: not if it has one, or gets a copy of another's."""
    if not hasattr(request.config, "workerinput"):
        return django_db_createdb
    name = str(connection.settings_dict["TEST"]["NAME"])
    with django_db_blocker.unblock():
        if not django_db_createdb and is_there(name):
            return False
        return not copy_template(name, run=run_of(request) if django_db_createdb else None)


def run_of(request: pytest.FixtureRequest) -> str:
    return str(request.config.workerinput["testrunuid"])  # type: ignore[attr-defined] — xdist's


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_createdb: bool,
    django_db_blocker: Any,
    _nobody_else_makes_databases: Callable[[], None],
) -> None:
    """The site is as the first home page leaves it, without Wagtail's welcome page: else the first
    home page of each test would have to remove that.

    PostgreSQL knows nothing of tables that were just made: until its own cleaning comes round,
    checking the constraints at the end of a test took as long as the test."""
    from cms.content.domain import ensure_site_root

    with django_db_blocker.unblock():
        ensure_site_root()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        if django_db_createdb and hasattr(request.config, "workerinput"):
            leave_template(run=run_of(request))
    _nobody_else_makes_databases()


@pytest.fixture(scope="module", autouse=True)
def _rows_of_migrations_stay(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits empties the database when it ends. What the migrations had put there
    (the root of the tree, groups, content types) is put back for the next module and the next run,
    for the test database is kept."""
    if not commits(request):
        yield
        return
    request.getfixturevalue("django_db_setup")
    blocker = request.getfixturevalue("django_db_blocker")
    with blocker.unblock():
        rows = rows_of_migrations()
    # What Django puts into the database before each of these tests, and by which way.
    connection._test_serialized_contents = rows
    connection.creation.deserialize_db_from_string = fill
    yield
    with blocker.unblock():
        from wagtail.models import Collection

        if not Collection.objects.exists():
            put_back(rows)


@pytest.fixture(scope="module")
def kept_for_module(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Callable[[Callable[[], Any]], AbstractContextManager[Any]]:
    """What takes long to build is built once for a module of tests and undone at its end:
    `with kept_for_module(build) as built: yield built` in a fixture of the module.

    Tests change these rows in transactions of their own. A test that also changes the objects gets
    them from a fixture of its own that hands out `copy.deepcopy(built)`.
    """
    assert not commits(request), "a test that commits can't share rows that are never committed"

    @contextmanager
    def keep(build: Callable[[], Any]) -> Iterator[Any]:
        with django_db_blocker.unblock(), transaction.atomic():
            try:
                with translation.override("zh-hans"):
                    built = build()
                    # Else PostgreSQL checks these rows again at the end of each test.
                    connection.check_constraints()
                    yield built
            finally:
                transaction.set_rollback(True)

    return keep


@pytest.fixture
def on_postgresql() -> None:
    """For tests of two who write at the same moment."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from tests.scheduling import ByFile

    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Django makes content types and permissions anew after each test that commits, unless it is
    told that they will be put back."""
    items.sort(key=lambda item: rank(item.nodeid))
    for item in items:
        if isinstance(item, pytest.Function) and does_commit(item):
            item.fixturenames.append("django_db_serialized_rollback")


def pytest_collection_finish() -> None:
    """What is imported by now stays: looking for garbage in it took a fifteenth of all time."""
    gc.enable()
    gc.collect()
    gc.freeze()


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
