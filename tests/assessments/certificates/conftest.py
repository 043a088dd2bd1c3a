"""A server without a key, or with one."""

import pytest

from tests.factories.signing import signing_key


@pytest.fixture(autouse=True)
def _no_key(settings, tmp_path):
    settings.QIHANG_SIGNING_DIR = tmp_path / "signing"


@pytest.fixture
def key(_no_key):
    """The installation's signing key; without this fixture there is none."""
    return signing_key()
