"""How pleasant a version is: every part of its cost in words, and how the search got there."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from django.utils.translation import gettext as _

from courses.timetable.domain.version_problem import VersionProblem
from courses.timetable.solver.cost import measure, points
from courses.timetable.solver.solution import Step

MOST_STEPS = 40
"""Steps of the way down that are kept: more than a picture can show."""


@dataclass(frozen=True)
class Score:
    """`amount` in the unit that `name` says; `points` is `amount` × `weight`."""

    part: str
    name: str
    amount: int
    weight: int
    points: int


def scores_of(version: VersionProblem) -> list[Score]:
    """Every part, as the version stands now; edits count."""
    weights = version.problem.weights
    cost = measure(version.problem, version.placements.values())
    counted, names = points(cost, weights), part_names()
    return [
        Score(part, names[part], getattr(cost, part), getattr(weights, part), found)
        for part, found in counted.items()
    ]


def part_names() -> dict[str, str]:
    """What is counted in each part of the cost, with its unit."""
    return {
        "uneven_days": _("Periods on days that are fuller than their share"),
        "neighbouring_days": _("Classes whose weekly times lie on successive days"),
        "long_days": _("Periods beyond a comfortable day of an instructor"),
        "idle_periods": _("Periods that instructors wait between classes"),
        "unwanted_times": _("Periods at times that the instructor doesn't want"),
        "evening_share": _("Evening periods beyond an instructor's fair share"),
        "room_changes": _("Rooms of a class beyond the first"),
        "spare_seats": _("Seats left empty"),
        "moved": _("Distance from the timetable before"),
    }


def thinned(curve: Iterable[Step]) -> list[tuple[float, int]]:
    """At most `MOST_STEPS` steps that show how the cost fell, the first and the last among them."""
    steps = [astuple(step) for step in curve]
    if len(steps) <= MOST_STEPS:
        return steps
    last = len(steps) - 1
    chosen = sorted({round(number * last / (MOST_STEPS - 1)) for number in range(MOST_STEPS)})
    return [steps[number] for number in chosen]
