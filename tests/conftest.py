"""Fixtures that every test may use."""

import gettext
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import hypothesis
import pytest
from django.core.cache import cache
from django.utils import translation
from django.utils.translation import trans_real

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


@pytest.fixture
def run_jobs(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]],
) -> Callable[[], AbstractContextManager[Any]]:
    """`with run_jobs(): …` — long work that the block starts is run when the block ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def pytest_configure(config: pytest.Config) -> None:
    """Chinese texts are tested as people read them, so the catalogues are compiled first."""
    import django
    from django.core.management import call_command

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
