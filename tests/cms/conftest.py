"""An institution that has its home page: making one takes longer than most tests."""

import copy
import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest

from courses.institutions.models import Institution
from tests.factories.content import make_home
from tests.factories.institutions import InstitutionFactory
from tests.kept_rows import commits


def institution_with_home() -> Institution:
    institution: Institution = InstitutionFactory()
    make_home(institution)
    return institution


@pytest.fixture(scope="module")
def kept_institution(
    request: pytest.FixtureRequest,
) -> Iterator[Institution | None]:
    """None where a test of the module commits: such a test makes its own."""
    if commits(request):
        yield None
        return
    keep: Callable[..., AbstractContextManager[Any]] = request.getfixturevalue("kept_for_module")
    with keep(institution_with_home) as institution:
        yield institution


@pytest.fixture
def institution(kept_institution: Institution | None, db: None) -> Institution:
    return copy.deepcopy(kept_institution) if kept_institution else InstitutionFactory()


@pytest.fixture(scope="module")
def files_left_open() -> Iterator[None]:
    yield
    gc.collect()
