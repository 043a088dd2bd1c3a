"""Fixtures of the portal."""

from typing import Any

import pytest

from tests.factories.world import World


@pytest.fixture
def world(institution: Any) -> World:
    return World(institution)
