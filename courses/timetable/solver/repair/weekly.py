"""Adds demands to a plan: first between the others, then with some of them out of the way."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import replace

from courses.timetable.solver.checker import Violation, ViolationKind, check_placements
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.repair.weekly_cost import WeeklyPrices
from courses.timetable.solver.repair.weekly_elsewhere import WeeklyElsewhere
from courses.timetable.solver.repair.weekly_model import Placed, place_together
from courses.timetable.solver.repair.weekly_options import WeeklyPlaces
from courses.timetable.solver.repair.weekly_problem import (
    WeeklyEmphasis,
    WeeklyProblem,
    WeeklyRepair,
)

# How many others may be let loose, at each step of widening.
RELEASED = (24, 60)
MOST_IN_THE_WAY = 3
ROOMS_A_START, MOST_PLACES = 4, 60


class WrongWeeklyRepair(AssertionError):
    """The checker refused what the search found: an error of the search, never handed out."""

    def __init__(self, violations: list[Violation]) -> None:
        super().__init__(f"{len(violations)} violations, first: {violations[:3]}")
        self.violations = violations


def add_demands(
    problem: WeeklyProblem, emphasis: WeeklyEmphasis, *, effort: float = 1.0, seed: int = 1
) -> WeeklyRepair:
    """The cheapest way found to place the added demands. `effort`: CP-SAT's deterministic seconds
    for each of at most three models.

    Raises WrongWeeklyRepair if the checker refuses the outcome.
    """
    began = time.process_time()
    places = WeeklyPlaces(problem)
    prices = WeeklyPrices(problem, emphasis, places.present, WeeklyElsewhere(problem))
    chosen = Placed((), 0, proven=False)
    loose: set[str] = set()
    for most in (0, *RELEASED):
        wider = _released(places, prices, loose, most) if most else loose
        if most and wider == loose:
            break
        loose = wider
        found = place_together(
            _options(places, prices, loose, emphasis), places, prices, effort=effort, seed=seed
        )
        if found is not None:
            chosen = found
        if _left(problem, chosen.places):
            continue
        # Nothing that moves would make it cheaper; single students are no reason to move others.
        alone = sum(map(prices.of, chosen.places))
        if emphasis != WeeklyEmphasis.PLEASANT or not alone or most:
            break
    changed = tuple(
        sorted(place for place in chosen.places if places.present.get(place.demand) != place)
    )
    outcome = WeeklyRepair(
        emphasis=emphasis,
        places=changed,
        moved=tuple(place.demand for place in changed if place.demand in places.present),
        unplaced=_left(problem, chosen.places),
        cost=chosen.cost,
        proven=chosen.proven,
        cpu_seconds=time.process_time() - began,
    )
    violations = new_violations(problem, outcome)
    if violations:
        raise WrongWeeklyRepair(violations)
    return outcome


def new_violations(problem: WeeklyProblem, outcome: WeeklyRepair) -> list[Violation]:
    """What the checker of whole plans says of the outcome and did not say of the plan before, with
    every demand in the weeks in which it would meet; and others that moved though they may not."""
    after = {place.demand: place for place in problem.placed} | {
        place.demand: place for place in outcome.places
    }
    changed = {place.demand for place in outcome.places}
    dated = replace(
        problem.problem,
        demands=tuple(
            replace(demand, weeks=problem.weeks(demand.id, after[demand.id].day))
            if demand.id in after
            else demand
            for demand in problem.problem.demands
        ),
        locked=(),
    )
    before = {
        (found.kind, found.demands) for found in check_placements(problem.problem, problem.placed)
    }
    return [
        *(
            found
            for found in check_placements(dated, after.values())
            if (found.kind, found.demands) not in before
        ),
        *(Violation(ViolationKind.LOCK_MOVED, (key,)) for key in sorted(changed & problem.fixed)),
    ]


def _left(problem: WeeklyProblem, places: Iterable[Placement]) -> tuple[str, ...]:
    placed = {place.demand for place in places}
    return tuple(demand for demand in problem.added if demand not in placed)


def _options(
    places: WeeklyPlaces,
    prices: WeeklyPrices,
    loose: Collection[str],
    emphasis: WeeklyEmphasis,
) -> dict[str, list[Placement]]:
    problem = places.problem
    free = {*loose, *problem.added}
    found: dict[str, list[Placement]] = {}
    for key in (*problem.added, *sorted(loose)):
        present = places.present.get(key)
        by_start: dict[tuple[int, int], list[Placement]] = {}
        for place in places.all_places(problem.problem.demand_by_id[key]):
            when = (place.day, place.start)
            moves = present is not None and when != (present.day, present.start)
            if moves and emphasis == WeeklyEmphasis.ROOMS_ONLY:
                continue
            if place != present and places.in_the_way(place, free) == set():
                by_start.setdefault(when, []).append(place)
        cheapest = [
            place
            for some in by_start.values()
            for place in sorted(some, key=prices.of)[:ROOMS_A_START]
        ]
        besides = prices.elsewhere.besides
        cheapest.sort(key=lambda place: (prices.of(place) + besides(place, free), place))
        found[key] = ([present] if present else []) + cheapest[:MOST_PLACES]
    return found


def _released(places: WeeklyPlaces, prices: WeeklyPrices, loose: set[str], most: int) -> set[str]:
    """The loose ones and, up to so many, those in the way of added and of loose ones; the cheapest
    places first."""
    problem = places.problem
    wishes: list[tuple[int, list[str]]] = []
    for key in (*problem.added, *sorted(loose)):
        for place in places.all_places(problem.problem.demand_by_id[key]):
            holders = places.in_the_way(place, {*loose, *problem.added})
            if holders and len(holders) <= MOST_IN_THE_WAY and not holders & problem.fixed:
                wishes.append((len(holders) * 1000 + prices.of(place), sorted(holders)))
    found = set(loose)
    for _price, holding in sorted(wishes):
        if len(found.union(holding)) <= most:
            found.update(holding)
    return found
