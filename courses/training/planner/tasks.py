"""What is asked of the processes, and what they answer. Loads neither HiGHS nor ortools."""

from __future__ import annotations

from dataclasses import dataclass

from courses.training.planner.ledger import Pattern


@dataclass(frozen=True, slots=True)
class Chooser:
    """A person with the patterns to choose from, each with its cost without any cover, and the one
    that holds now. Staying at home is ``()``."""

    person: int
    patterns: tuple[tuple[Pattern, int], ...]
    now: Pattern


@dataclass(frozen=True, slots=True)
class CoverTask:
    """``left`` is what these people may use of everything limited, together; ``options`` of each
    meeting they might miss with their prices."""

    people: tuple[Chooser, ...]
    options: dict[int, tuple[tuple[int, int], ...]]
    left: dict[object, int]
    share: dict[object, int]
    seconds: float
    effort: float
    seed: int


@dataclass(frozen=True, slots=True)
class Answer:
    patterns: dict[int, Pattern]
    covers: dict[int, int]
    optimal: bool
