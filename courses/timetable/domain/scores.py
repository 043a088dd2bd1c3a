"""How pleasant a version is: every part of its cost in words, and how the search got there."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Any

from courses.timetable.criteria import CRITERIA
from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.solver.cost import measure, points
from courses.timetable.solver.solution import Step

MOST_STEPS = 40
"""Steps of the way down that are kept: more than a picture can show."""


@dataclass(frozen=True)
class Score:
    """`amount` counts what `unit` says; `points` is `amount` × `weight`."""

    part: str
    name: str
    unit: str
    amount: int
    weight: int
    points: int


def scores_of(version: VersionProblem) -> list[Score]:
    """Every part, as the version stands now; edits count."""
    weights = version.problem.weights
    cost = measure(version.problem, version.placements.values())
    return [
        Score(
            part,
            str(CRITERIA[part].name),
            str(CRITERIA[part].unit),
            getattr(cost, part),
            getattr(weights, part),
            found,
        )
        for part, found in points(cost, weights).items()
    ]


def thinned(curve: Iterable[Step]) -> list[tuple[float, int]]:
    """At most `MOST_STEPS` steps that show how the cost fell, the first and the last among them."""
    steps = [astuple(step) for step in curve]
    if len(steps) <= MOST_STEPS:
        return steps
    last = len(steps) - 1
    chosen = sorted({round(number * last / (MOST_STEPS - 1)) for number in range(MOST_STEPS)})
    return [steps[number] for number in chosen]


def line_of(report: dict[str, Any]) -> list[tuple[float, int]]:
    """The way down that a report of a search tells, in at least two points where there is any: a
    plan that was never bettered is a flat line to the end of the search."""
    steps = [(seconds, cost) for seconds, cost in report.get("curve") or ()]
    if len(steps) == 1:
        ((_first, cost),) = steps
        return [(0, cost), (report["seconds"], cost)]
    return steps
