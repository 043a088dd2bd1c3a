"""Why something can't be done with grades."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied


class GradingRefused(Exception):
    """Nothing was changed; `str(error)` is the sentence for the person."""

    def __init__(self, message: object) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class ScoreProblem:
    """One score or status that can't stand. `code` is the component's, "" for the status."""

    student_number: str
    code: str
    message: str


class ScoresRefused(GradingRefused):
    """Some rows can't be recorded; none was. `problems` lists all of them."""

    def __init__(self, message: object, problems: Sequence[ScoreProblem]) -> None:
        super().__init__(message)
        self.problems = list(problems)


class SheetIncomplete(GradingRefused):
    """The sheet can't be submitted; `missing` are the students without all scores or a status."""

    def __init__(self, message: object, missing: Sequence[Any]) -> None:
        super().__init__(message)
        self.missing = list(missing)


def require(allowed: bool) -> None:
    """Raise PermissionDenied (a 403) unless the predicate held."""
    if not allowed:
        raise PermissionDenied
