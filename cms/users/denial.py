"""The answer to django-scheduler's own permission questions: its views are not ours."""

from typing import Any


def deny(*args: Any, **kwargs: Any) -> bool:
    """No, whoever asks."""
    return False
