"""Whether a credential or a level is what somebody typed, in part, into a search."""

from collections.abc import Iterable

from courses.qualifications.models import CredentialLevel, CredentialType
from media.spreadsheets.normalising import matching_text


def is_called(words: str, names: Iterable[str]) -> bool:
    """Without regard to spaces, width and case; nothing typed is what everything is called."""
    sought = matching_text(words)
    return any(sought in matching_text(name) for name in names)


def names_of_type(kind: CredentialType) -> list[str]:
    return [kind.name, *kind.aliases]


def names_of_level(level: CredentialLevel) -> list[str]:
    return [level.name, *level.aliases]
