"""The arrays of a plan as a `Plan` of ids."""

from __future__ import annotations

from courses.training.planner.compiling import Compiled
from courses.training.planner.costing import parts_of
from courses.training.planner.ledger import Ledger
from courses.training.planner.problem import Cover, Problem, Weights
from courses.training.planner.proposal import Cost, Nomination, Plan, Unplaced
from courses.training.planner.timing import Clock


def weigh(cost: Cost, weights: Weights) -> int:
    return sum(getattr(cost, part) * getattr(weights, part) for part in Cost.__slots__)


def nominations_of(problem: Problem, ledger: Ledger) -> tuple[Nomination, ...]:
    sessions = problem.sessions
    return tuple(
        nomination
        for index, person in enumerate(problem.people)
        for nomination in (
            *(Nomination(person.id, session, fixed=True) for session in person.fixed),
            *(Nomination(person.id, sessions[session].id) for session in ledger.goes[index]),
        )
    )


def covers_of(compiled: Compiled, ledger: Ledger) -> tuple[Cover, ...]:
    teaching = compiled.teaching
    covers = []
    for meeting, option in sorted(ledger.covers.items()):
        who, slot = int(teaching.substitute[option]), int(teaching.slot[option])
        covers.append(
            Cover(
                teaching.names[meeting],
                teaching.substitutes[who] if who >= 0 else None,
                teaching.slots[slot] if slot >= 0 else None,
            )
        )
    return tuple(covers)


def write_plan(
    problem: Problem,
    compiled: Compiled,
    ledger: Ledger,
    *,
    unplaced: tuple[Unplaced, ...],
    bound: float,
    most_placed: int,
    clock: Clock,
) -> Plan:
    nominations, covers = nominations_of(problem, ledger), covers_of(compiled, ledger)
    cost = parts_of(problem, compiled, ledger, nominations, covers)
    total = weigh(cost, problem.weights)
    return Plan(
        nominations=nominations,
        covers=covers,
        uncovered=tuple(compiled.teaching.names[one] for one in sorted(ledger.uncovered)),
        unplaced=unplaced,
        cost=cost,
        total=total,
        # Costs are whole numbers.
        bound=min(total, int(-(-(bound - 1e-6) // 1))),
        most_placed=most_placed,
        curve=tuple(clock.curve),
        first_complete=clock.first_complete,
        stopped=clock.was_cancelled,
        wall_seconds=round(clock.wall_seconds, 2),
        cpu_seconds=round(clock.cpu_seconds, 2),
        megabytes=clock.megabytes,
    )
