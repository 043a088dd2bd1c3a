"""As many demands as can be, by CP-SAT: times first, then rooms."""

from __future__ import annotations

from courses.timetable.solver.budget import Budget, Stage, is_infeasible, is_optimal
from courses.timetable.solver.options import Options
from courses.timetable.solver.placement import Placement
from courses.timetable.solver.problem import Problem
from courses.timetable.solver.rooms import assign_rooms, cuts_for
from courses.timetable.solver.times import Cut, TimeModel, Times

# Shares of the budget by which each part must be through.
ALL_AT_ONCE, MOST, PLACED = 0.35, 0.55, 0.65


def place_most(
    problem: Problem,
    options: Options,
    known: tuple[Placement, ...],
    overloaded: bool,
    cuts: list[Cut],
    budget: Budget,
) -> tuple[tuple[Placement, ...], bool]:
    """The plan that places most, and whether that is proven. Adds the cuts it learns to ``cuts``.
    It begins with what is ``known``, a plan of some demands, and never gives less.

    Times are found with rooms only counted; if rooms then fail, the reason comes back as a cut.
    """
    best = known
    times: Times = {place.demand: (place.day, place.start) for place in known}
    # Where counting shows that not all fit, CP-SAT need not spend its time on proving it.
    all_fit = not overloaded
    while True:
        times_found, all_fit, proven = _most_times(problem, options, times, all_fit, cuts, budget)
        if times_found is None:
            return best, False
        times = times_found
        rooms = assign_rooms(problem, options, times, budget, until=PLACED)
        if rooms is None:
            return best, False
        if len(rooms.rooms) >= len(best):
            best = tuple(
                Placement(demand, *times[demand], room) for demand, room in rooms.rooms.items()
            )
        if not rooms.stuck:
            return best, proven
        learned = cuts_for(problem, options, times, rooms.stuck, budget, until=PLACED)
        if not learned:
            return best, False
        cuts += learned


def _most_times(
    problem: Problem,
    options: Options,
    near: Times,
    all_fit: bool,
    cuts: list[Cut],
    budget: Budget,
) -> tuple[Times | None, bool, bool]:
    """Starts for all demands, else for as many as can be.

    Returns the starts, whether all demands may still fit, and whether it is proven that no more
    can be placed.
    """
    if all_fit:
        times = TimeModel(problem, options, options.rooms, cuts)
        times.require(options.rooms.keys())
        times.hint(near)
        solver = budget.run(times.model, Stage.TIMES, until=ALL_AT_ONCE)
        if solver is not None and not is_infeasible(solver):
            return times.read(solver), True, True
        all_fit = False
    times = TimeModel(problem, options, options.rooms, cuts)
    times.require({lock.demand for lock in problem.locked})
    times.maximize_placed()
    times.hint(near)
    solver = budget.run(times.model, Stage.TIMES, until=MOST)
    if solver is None or is_infeasible(solver):
        return None, all_fit, False
    return times.read(solver), all_fit, is_optimal(solver)
