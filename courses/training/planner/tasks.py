"""What is asked of the processes, and what they answer. Loads neither HiGHS nor ortools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    meeting they might miss with their prices. Of those in ``stay`` at most ``most_leaving`` get
    another pattern than the one that is named there. ``presolve`` pays only with many people."""

    people: tuple[Chooser, ...]
    options: dict[int, tuple[tuple[int, int], ...]]
    left: dict[object, int]
    share: dict[object, int]
    seconds: float
    effort: float
    seed: int
    stay: Mapping[int, Pattern] = field(default_factory=dict)
    most_leaving: int = 0
    presolve: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    patterns: dict[int, Pattern]
    covers: dict[int, int]
    optimal: bool
