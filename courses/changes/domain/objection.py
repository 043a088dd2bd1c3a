"""What stands against a change of a meeting, in words."""

from typing import NamedTuple


class Objection(NamedTuple):
    """`meeting` (pk) is the one that would change; `remedy` says what can be done about it."""

    meeting: int
    sentence: str
    remedy: str
