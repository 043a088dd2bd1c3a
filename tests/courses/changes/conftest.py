"""A published timetable."""

import pytest

from tests.factories.changes import Published, published_term


@pytest.fixture
def world(db: None) -> Published:
    return published_term()
