"""The parts of a ledger's cost in their own units, as the plan says them.

The checker counts them afresh from ids and dates, with code of its own.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from courses.training.planner.compiling import Compiled
from courses.training.planner.ledger import Ledger
from courses.training.planner.problem import Cover, Problem
from courses.training.planner.proposal import Cost, Nomination


def parts_of(
    problem: Problem,
    compiled: Compiled,
    ledger: Ledger,
    nominations: tuple[Nomination, ...],
    covers: tuple[Cover, ...],
) -> Cost:
    teaching, usage = compiled.teaching, ledger.usage()
    meetings = np.array(list(ledger.covers), np.int64)
    by_substitute = teaching.substitute[np.array(list(ledger.covers.values()), np.int64)] >= 0
    periods = teaching.count[meetings]
    extra = 0
    for cover in covers:
        if cover.substitute is not None:
            candidates = problem.meeting_by_id[cover.meeting].candidates
            extra += next((cost for name, cost in candidates if name == cover.substitute), 0)
    at_home = [p for p, goes in enumerate(ledger.goes) if not goes and not compiled.done[p]]
    delay = fares = 0
    for person, pattern in enumerate(ledger.goes):
        sessions = (*compiled.fixed[person], *pattern)
        fares += sum(int(compiled.fares[person, session]) for session in sessions)
        if sessions and (pattern or compiled.done[person]):
            latest = max(int(compiled.weeks[session]) for session in sessions)
            delay += latest * int(compiled.months[person])
    crowding = compiled.crowded + int(np.maximum(0, usage.sent - compiled.share).sum())
    shortfall = int(np.maximum(0, compiled.least - usage.seats).sum())
    shortfall += int(np.maximum(0, compiled.quota_least - usage.sent).sum())
    return Cost(
        unplaced=len(at_home) + len(ledger.uncovered),
        waiting=int(compiled.months[at_home].sum()) if at_home else 0,
        delay=delay,
        travel=fares,
        substituting=int(periods[by_substitute].sum()),
        candidates=extra,
        making_up=int(periods[~by_substitute].sum()),
        crowding=crowding,
        shortfall=shortfall,
        moved=_moved(problem, nominations),
        covers_changed=_covers_changed(problem, covers),
    )


def _moved(problem: Problem, nominations: tuple[Nomination, ...]) -> int:
    before: dict[str, list[str]] = defaultdict(list)
    now: dict[str, list[str]] = defaultdict(list)
    for person, session in problem.near:
        before[person].append(session)
    for one in nominations:
        now[one.person].append(one.session)
    return sum(sorted(had) != sorted(now[person]) for person, had in before.items())


def _covers_changed(problem: Problem, covers: tuple[Cover, ...]) -> int:
    if not problem.near_covers:
        return 0
    now = {cover.meeting: (cover.substitute, cover.slot) for cover in covers}
    return sum(
        1
        for cover in problem.near_covers
        if cover.meeting in now and now[cover.meeting] != (cover.substitute, cover.slot)
    )
