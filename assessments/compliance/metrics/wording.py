"""Pieces of sentences that several metrics use."""

from collections.abc import Iterable

from django.utils.translation import pgettext

from courses.institutions.enums import StaffKind


def kinds_in_words(kinds: Iterable[str]) -> str:
    """ "A, B" in the reader's language."""
    return joined(str(StaffKind(kind).label) for kind in kinds)


def joined(words: Iterable[str]) -> str:
    """Words as a list in a sentence: 、 in Chinese."""
    return pgettext("between the items of a list", ", ").join(words)
