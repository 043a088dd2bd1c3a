"""Places demands together: what one takes, another can't, in any week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from courses.timetable.solver.placement import Placement
from courses.timetable.solver.repair.weekly_cost import UNPLACED, WeeklyPrices
from courses.timetable.solver.repair.weekly_options import Cell, WeeklyPlaces
from courses.timetable.weeks import WeekSet, weeks_in

Option = tuple[Placement, cp_model.IntVar]


@dataclass(frozen=True)
class Placed:
    places: tuple[Placement, ...]
    cost: int
    proven: bool


def place_together(
    options: Mapping[str, Sequence[Placement]],
    places: WeeklyPlaces,
    prices: WeeklyPrices,
    *,
    effort: float,
    seed: int,
) -> Placed | None:
    """A place for each demand, the cheapest together; added ones may be left out at a price. The
    other demands stay. ``effort`` is in CP-SAT's deterministic seconds: the same question gives the
    same answer."""
    model = cp_model.CpModel()
    chosen: dict[str, list[Option]] = {
        demand: [(place, model.new_bool_var("")) for place in found]
        for demand, found in options.items()
    }
    # Of what costs the same the first in order is taken, whatever the emphasis.
    above_order = 1 + sum(len(found) for found in chosen.values())
    besides = prices.elsewhere.besides
    terms = [
        (above_order * (prices.of(place) + besides(place, options.keys())) + number) * literal
        for found in chosen.values()
        for number, (place, literal) in enumerate(found)
    ]
    by_place = {place: literal for found in chosen.values() for place, literal in found}
    for some, others, price in prices.elsewhere.pairs(options):
        at_once = model.new_bool_var("")
        model.add(sum(by_place[one] for one in (*some, *others)) <= 1 + at_once)
        terms.append(above_order * price * at_once)
    for found in chosen.values():
        for place, literal in found:
            model.add_hint(literal, place == places.present.get(place.demand))
    left = 0
    for demand, found in chosen.items():
        literals = [literal for _place, literal in found]
        if demand in places.present:
            model.add_exactly_one(literals)
        else:
            model.add_at_most_one(literals)
            left += UNPLACED
            terms += [-above_order * UNPLACED * literal for literal in literals]
    _apart_in_time(model, chosen, places)
    _siblings(model, chosen, places)
    _limits(model, chosen, places)
    _travel(model, chosen, places)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_deterministic_time = effort
    status = solver.solve(model)
    if status == cp_model.MODEL_INVALID:
        raise RuntimeError(model.validate())
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    placed = tuple(
        place
        for found in chosen.values()
        for place, literal in found
        if solver.boolean_value(literal)
    )
    added = sum(place.demand not in places.present for place in placed)
    cost = left - UNPLACED * added + sum(map(prices.of, placed))
    cost += prices.elsewhere.of_outcome(placed)
    return Placed(placed, cost, status == cp_model.OPTIMAL)


def _apart_in_time(
    model: cp_model.CpModel, chosen: Mapping[str, list[Option]], places: WeeklyPlaces
) -> None:
    takers: dict[Cell, list[tuple[WeekSet, int, cp_model.IntVar]]] = defaultdict(list)
    for number, found in enumerate(chosen.values()):
        for place, literal in found:
            for cell, weeks in places.cells(place):
                takers[cell].append((weeks, number, literal))
    said: set[tuple[int, ...]] = set()
    for sharing in takers.values():
        if len({number for _weeks, number, _literal in sharing}) < 2:
            continue
        every = 0
        for weeks, _number, _literal in sharing:
            every |= weeks
        for week in weeks_in(every):
            literals = [one for weeks, _number, one in sharing if weeks >> (week - 1) & 1]
            key = tuple(one.index for one in literals)
            if len(literals) > 1 and key not in said:
                said.add(key)
                model.add_at_most_one(literals)


def _siblings(
    model: cp_model.CpModel, chosen: Mapping[str, list[Option]], places: WeeklyPlaces
) -> None:
    """Of demands that don't move, the options have taken care."""
    demands = places.problem.problem.demand_by_id
    for one, other in combinations(chosen, 2):
        days = 0
        if other in demands[one].apart_from:
            days = demands[one].days_apart
        if one in demands[other].apart_from:
            days = max(days, demands[other].days_apart)
        for place, literal in chosen[one] if days else ():
            near = [
                then
                for there, then in chosen[other]
                if abs(place.day - there.day) < days
                # Where they lie too near already, they may stay.
                and (places.present.get(one), places.present.get(other)) != (place, there)
            ]
            for then in near:
                model.add_bool_or([literal.negated(), then.negated()])


def _limits(
    model: cp_model.CpModel, chosen: Mapping[str, list[Option]], places: WeeklyPlaces
) -> None:
    """The most periods a day and a week, for instructors of whom something is placed anew."""
    problem = places.problem
    demands = problem.problem.demand_by_id
    for person in problem.problem.instructors:
        if person.most_per_day is None and person.most_per_week is None:
            continue
        mine = [key for key in chosen if demands[key].instructor == person.id]
        staying = [
            place
            for key, place in places.present.items()
            if key not in chosen and demands[key].instructor == person.id
        ]
        if not mine:
            continue
        for week in range(1, problem.problem.grid.weeks + 1):
            for day in range(problem.problem.grid.days + 1):
                most = person.most_per_day if day else person.most_per_week
                if most is None:
                    continue

                def meets(place: Placement, day: int = day, week: int = week) -> bool:
                    in_week = problem.weeks(place.demand, place.day) >> (week - 1) & 1
                    return bool(in_week) and day in (0, place.day)

                before = sum(
                    demands[key].periods
                    for key, place in places.present.items()
                    if demands[key].instructor == person.id and meets(place)
                )
                held = sum(demands[place.demand].periods for place in staying if meets(place))
                terms = [
                    demands[key].periods * literal
                    for key in mine
                    for place, literal in chosen[key]
                    if meets(place)
                ]
                # What is too much already needn't become less.
                model.add(sum(terms) + held <= max(most, before))


def _travel(
    model: cp_model.CpModel, chosen: Mapping[str, list[Option]], places: WeeklyPlaces
) -> None:
    problem = places.problem.problem
    if not problem.travel:
        return
    for one, found in chosen.items():
        person = problem.demand_by_id[one].instructor
        if person is None:
            continue
        fixed = [
            there
            for key, there in places.present.items()
            if key not in chosen and problem.demand_by_id[key].instructor == person
        ]
        for place, literal in found:
            if place != places.present.get(one) and any(
                too_far(places, place, there) for there in fixed
            ):
                model.add(literal == 0)
        for other in chosen:
            if one < other and problem.demand_by_id[other].instructor == person:
                _never_both(model, places, found, chosen[other])


def _never_both(
    model: cp_model.CpModel, places: WeeklyPlaces, found: Iterable[Option], others: list[Option]
) -> None:
    for place, literal in found:
        for there, then in others:
            stays = (place, there) == (
                places.present.get(place.demand),
                places.present.get(there.demand),
            )
            if not stays and too_far(places, place, there):
                model.add_bool_or([literal.negated(), then.negated()])


def too_far(places: WeeklyPlaces, one: Placement, other: Placement) -> bool:
    """Whether nobody gets from one to the other, or back, in time."""
    problem = places.problem.problem
    if one.day != other.day:
        return False
    if not places.problem.weeks(one.demand, one.day) & places.problem.weeks(
        other.demand, other.day
    ):
        return False
    first, then = sorted((one, other), key=lambda place: place.start)
    last = first.start + problem.demand_by_id[first.demand].periods - 1
    campuses = frozenset(problem.room_by_id[place.room].campus for place in (one, other))
    return any(
        travel.campuses == campuses and (last, then.start) in travel.too_short
        for travel in problem.travel
    )
