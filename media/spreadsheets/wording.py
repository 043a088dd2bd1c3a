"""Lists inside sentences."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """The words with the separator of the active language: ``, `` or ``、``."""
    return pgettext("between the items of a list", ", ").join(str(word) for word in words)
