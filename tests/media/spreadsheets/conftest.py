from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Messages are compared in the language of the code, whatever the site speaks."""
    with translation.override("en"):
        yield
