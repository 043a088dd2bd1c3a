"""The compiled search within a solve: a first complete plan, and better and better ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from courses.timetable.solver.annealing.search import Improvement, Outcome, Search
from courses.timetable.solver.annealing.tasks import Plan
from courses.timetable.solver.budget import Budget, Stage
from courses.timetable.solver.options import Options, find_options
from courses.timetable.solver.patterns.compile import Compiled, compile_problem
from courses.timetable.solver.patterns.landscape import Patterns
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Demand, Grid, Problem, Room
from courses.timetable.solver.solution import Step
from courses.timetable.weeks import weeks_in

FEW = 40
"""So many meetings are searched in the caller's process: starting others takes longer."""

START_SECONDS = 2.0
"""What starting processes takes."""

FIRST_MOVES, FIRST_MOVES_EACH = 100_000, 5_000
"""Moves, at least and for each meeting, before a first complete plan is given up."""

STEPS = 20
"""Temperatures on the way to a plan of many."""

LONGEST_EACH = 40_000
"""Moves of the longest cooling, for each meeting."""

PATIENCE = 8
"""Coolings in a row that find nothing better, after which nothing better is expected."""

MOVES_OF_EFFORT = 500_000
"""Moves that count as one unit of effort."""


@dataclass(frozen=True)
class Improved:
    """``bound`` is a cost that no plan is below."""

    placements: tuple[Placement, ...]
    cost: int
    bound: int
    curve: tuple[Step, ...]
    settled: bool


def prepare() -> None:
    """Compile the search, some twenty seconds of CPU, or load what was compiled before."""
    grid = Grid(days=1, periods_per_day=1, weeks=1)
    meeting = Demand("", "", groups=(), instructor=None, periods=1, weeks=1, size=0)
    problem = Problem(grid, (meeting,), (Room("", "", 0),))
    options = find_options(problem)
    Patterns(compile_problem(problem, options, options.rooms).arrays).prepare()


def first_plan(problem: Problem, options: Options, budget: Budget) -> tuple[Placement, ...] | None:
    """All demands with options placed without a clash; None if none was found soon."""
    names = list(options.rooms)
    compiled = compile_problem(problem, options, names)
    found: list[Improvement] = []

    def stopped() -> bool:
        budget.tell(int(budget.spent * 95), Stage.TIMES)
        return bool(found) or budget.spent >= 1.0

    outcome = Search(
        Patterns(compiled.arrays),
        seed=budget.seed,
        workers=0,
        moves=FIRST_MOVES + FIRST_MOVES_EACH * len(names),
        start=_known(problem, compiled),
        improved=found.append,
        stopped=stopped,
    ).run()
    return _placements(compiled, outcome)


def fullest_plan(problem: Problem, options: Options, budget: Budget) -> tuple[Placement, ...]:
    """Many demands placed without a clash, the locked ones among them; no proof that not more can.

    What is over an instructor's weekly limit is left out, for no time helps it.
    """
    compiled = compile_problem(problem, options, options.rooms)
    landscape = Patterns(compiled.arrays)
    heat = landscape.temperatures()
    start = _known(problem, compiled)
    walk = landscape.walk(start, seed=budget.seed)
    moves = FIRST_MOVES + FIRST_MOVES_EACH * len(compiled.demands)
    for step in range(STEPS):
        budget.tell(int(budget.spent * 95), Stage.TIMES)
        if budget.spent >= 1.0:
            break
        temperature = heat.hot * (heat.cold / heat.hot) ** (step / STEPS)
        walk.anneal(temperature, heat.clash_weight * (1 + step), moves // STEPS)
    kept = landscape.without_clashes(walk, _within_weekly_limits(problem, compiled))
    return tuple(compiled.placement(meeting, *place) for meeting, place in kept.items())


def _within_weekly_limits(problem: Problem, compiled: Compiled) -> list[int]:
    """Meetings in the order in which they are to find a place: locked ones, then those with the
    least choice."""
    locked = {lock.demand for lock in problem.locked}
    arrays = compiled.arrays
    choice = arrays.slot_starts[1:] - arrays.slot_starts[:-1]
    order = sorted(
        range(len(compiled.demands)),
        key=lambda meeting: (compiled.demands[meeting] not in locked, int(choice[meeting])),
    )
    taught: dict[tuple[str, int], int] = defaultdict(int)
    found: list[int] = []
    for meeting in order:
        demand = problem.demand_by_id[compiled.demands[meeting]]
        person = problem.instructor_by_id.get(demand.instructor or "")
        if person is not None and person.most_per_week is not None:
            weeks = weeks_in(demand.weeks)
            if any(
                taught[person.id, week] + demand.periods > person.most_per_week for week in weeks
            ):
                continue
            for week in weeks:
                taught[person.id, week] += demand.periods
        found.append(meeting)
    return found


def improve(
    problem: Problem,
    options: Options,
    placements: Iterable[Placement],
    budget: Budget,
    *,
    bound: int,
    until: float,
) -> Improved | None:
    """The best plan found for the demands that are placed; None when no time is left. No plan of
    them is below ``bound``: it ends with one that reaches it."""
    places = {place.demand: place for place in placements}
    compiled = compile_problem(problem, options, places)
    landscape = Patterns(compiled.arrays)
    bound, began = max(bound, landscape.lower_bound()), budget.wall_seconds
    seconds, workers = budget.seconds_until(until), budget.workers
    if workers == 1 or len(places) <= FEW or seconds < 3 * START_SECONDS:
        workers = 0
    else:
        seconds -= START_SECONDS
    if seconds <= 0 or not places or budget.spent >= 1.0:
        return None
    curve: list[Step] = []

    def improved(better: Improvement) -> None:
        curve.append(Step(round(began + better.seconds, 2), better.cost))
        budget.best = better.cost

    def stopped() -> bool:
        budget.tell(int(budget.spent * 95), Stage.IMPROVING)
        return budget.stopped

    effort = budget.effort_left
    outcome = Search(
        landscape,
        seed=budget.seed,
        workers=workers,
        seconds=seconds if effort is None else None,
        moves=None if effort is None else max(1, round(effort * MOVES_OF_EFFORT)),
        start=_plan(compiled, places),
        longest=LONGEST_EACH * len(places),
        patience=PATIENCE * max(1, workers),
        enough=bound,
        improved=improved,
        stopped=stopped,
    ).run()
    if workers:
        budget.cpu_elsewhere += outcome.cpu_seconds
    found = _placements(compiled, outcome)
    if found is None or outcome.plan is None:
        return None
    settled = outcome.settled or outcome.plan.cost <= bound
    return Improved(found, outcome.plan.cost, bound, tuple(curve), settled)


def _placements(compiled: Compiled, outcome: Outcome) -> tuple[Placement, ...] | None:
    if outcome.plan is None:
        return None
    return compiled.placements(outcome.plan.slots.tolist(), outcome.plan.rooms.tolist())


def _plan(compiled: Compiled, places: dict[str, Placement]) -> Plan:
    """The cost is not known and not asked for."""
    per_day = compiled.arrays.periods_per_day
    rooms = {room: index for index, room in enumerate(compiled.rooms)}
    mine = [places[name] for name in compiled.demands]
    return Plan(
        0,
        np.array([(place.day - 1) * per_day + place.start - 1 for place in mine], np.int32),
        np.array([rooms[place.room] for place in mine], np.int32),
    )


def _known(problem: Problem, compiled: Compiled) -> Plan | None:
    """The plan to begin with where it is still allowed, filled up with first choices elsewhere."""
    if not problem.near:
        return None
    arrays = compiled.arrays
    slots = arrays.slot_items[arrays.slot_starts[:-1]].copy()
    chosen = arrays.room_items[arrays.room_starts[:-1]].copy()
    number = {name: index for index, name in enumerate(compiled.demands)}
    rooms = {room: index for index, room in enumerate(compiled.rooms)}
    for place in problem.near:
        meeting = number.get(place.demand)
        slot = (place.day - 1) * arrays.periods_per_day + place.start - 1
        if meeting is None:
            continue
        if 0 <= slot < arrays.allowed.shape[1] and arrays.allowed[meeting, slot]:
            slots[meeting] = slot
        room = rooms.get(place.room)
        if room is not None and arrays.suits[meeting, room]:
            chosen[meeting] = room
    return Plan(0, slots, chosen)
