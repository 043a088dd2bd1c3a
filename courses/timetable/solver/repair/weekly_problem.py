"""A plan of weekly times to which demands are added, as few of the others moved as can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Problem
from courses.timetable.weeks import WeekSet


class WeeklyEmphasis(StrEnum):
    """What a proposal would rather keep."""

    FEWEST = "fewest"
    """As few meetings of others changed as can be, wherever the new ones then go."""
    ROOMS_ONLY = "rooms_only"
    """The others keep their times; they may change rooms."""
    PLEASANT = "pleasant"
    """Good times for the new ones, though others move for them."""


@dataclass(frozen=True)
class WeeklyProblem:
    """``placed`` are the placements of all demands of ``problem`` but the ``added`` ones; those in
    ``fixed`` never move. ``closed`` (day, period) take nothing new, whatever lies there already.
    ``weeks_on`` gives by demand and day in which weeks it would meet there; others keep theirs.
    ``late`` periods are taken last. ``singles`` says of two teaching classes how many sit in both
    without belonging to the same groups, ``homes`` of a class how many come from each other group,
    which the problem has with its ``busy`` times."""

    problem: Problem
    placed: tuple[Placement, ...]
    added: tuple[str, ...]
    fixed: frozenset[str] = frozenset()
    closed: frozenset[tuple[int, int]] = frozenset()
    weeks_on: Mapping[tuple[str, int], WeekSet] = field(default_factory=dict)
    late: frozenset[int] = frozenset()
    singles: Mapping[tuple[str, str], int] = field(default_factory=dict)
    homes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def weeks(self, demand: str, day: int) -> WeekSet:
        return self.weeks_on.get((demand, day), self.problem.demand_by_id[demand].weeks)


@dataclass(frozen=True, slots=True)
class WeeklyRepair:
    """``places`` are those of added and moved demands; ``unplaced`` the added ones without one.
    ``proven``: nothing cheaper is among the places that were looked at."""

    emphasis: WeeklyEmphasis
    places: tuple[Placement, ...]
    moved: tuple[str, ...]
    unplaced: tuple[str, ...]
    cost: int
    proven: bool
    cpu_seconds: float
