"""What it costs to move people, and moving several of them together."""

from __future__ import annotations

from typing import Any

from courses.training.planner.kernel.compiling import kept

CLOSED = 1e9
BARRED = 1e8  # more than any real difference of costs
GAIN = 0.5


@kept
def leg_cost(costs: Any, row: int, session: int, mate: int) -> float:
    """Of a pattern of ``row`` with ``session`` and, if it isn't -1, ``mate``, in either order."""
    single_cost, home, base, delay, kind, usable, pairs = costs
    if mate < 0:
        if session == single_cost.shape[1]:
            return float(home[row])
        return float(single_cost[row, session])
    if not usable[row, session]:
        return CLOSED
    both = float(base[row, session] + base[row, mate])
    if pairs[kind[row], session, mate]:
        return both + delay[row, mate]
    if pairs[kind[row], mate, session]:
        return both + delay[row, session]
    return CLOSED


@kept
def move_cost(costs: Any, limits: Any, legs: Any, leg: int, to: int) -> float:
    """What it costs more to move one leg, if nobody else moves; BARRED if it can't be."""
    leg_row, leg_at, leg_mate, now = legs
    (
        inst,
        dept,
        sent,
        most,
        share,
        away,
        day_rows,
        day_count,
        money,
        budget,
        crowding,
        _,
        _,
        years,
    ) = limits
    sessions = sent.shape[1]
    row, at = leg_row[leg], leg_at[leg]
    if at == to:
        return BARRED
    mate = -1 if leg_mate[leg] < 0 else leg_at[leg_mate[leg]]
    cost = leg_cost(costs, row, to, mate)
    if cost >= BARRED:
        return BARRED
    house, desk = inst[row], dept[row]
    if to == sessions:
        cost -= now[leg]
        if sent[house, at] > share[house, at]:
            cost -= crowding
        return cost
    if sent[house, to] >= most[house, to]:
        return BARRED
    for index in range(day_count[to]):
        day = day_rows[to, index]
        if away[desk, day] < 1:
            freed = False
            if at < sessions:
                for other in range(day_count[at]):
                    if day_rows[at, other] == day:
                        freed = True
            if not freed:
                return BARRED
    for span in range(years.shape[0]):
        if years[span, to]:
            spent = money[row, at] if at < sessions and years[span, at] else 0
            if money[row, to] - spent > budget[house, span]:
                return BARRED
    cost -= now[leg]
    if sent[house, to] >= share[house, to]:
        cost += crowding
    if at < sessions and sent[house, at] > share[house, at]:
        cost -= crowding
    return cost


@kept
def shift(limits: Any, row: int, session: int, sign: int) -> None:
    """Take up (1) or give back (-1) what somebody at a session uses, seats left aside."""
    inst, dept, sent, away = limits[0], limits[1], limits[2], limits[5]
    day_rows, day_count, money, budget = limits[6], limits[7], limits[8], limits[9]
    grant, left, years = limits[11], limits[12], limits[13]
    sent[inst[row], session] += sign
    for index in range(day_count[session]):
        away[dept[row], day_rows[session, index]] -= sign
    for span in range(years.shape[0]):
        if years[span, session]:
            budget[inst[row], span] -= sign * money[row, session]
            left[span] -= sign * grant[session]


@kept
def carry_out(
    costs: Any, limits: Any, legs: Any, moves: Any, to: Any, count: int, ends: float
) -> int:
    """Make the moves if they gain together: -1. Otherwise nothing changes, and the number of the
    first move that isn't possible, or ``count`` if all are but gain nothing."""
    leg_row, leg_at, leg_mate, now = legs
    (
        inst,
        dept,
        sent,
        most,
        share,
        away,
        day_rows,
        day_count,
        money,
        budget,
        crowding,
        _,
        left,
        years,
    ) = limits
    sessions = sent.shape[1]
    for one in range(count):
        for other in range(count):
            if leg_mate[moves[one]] == moves[other] or (one < other and moves[one] == moves[other]):
                return other
    total = ends
    before = left.copy()
    for one in range(count):
        leg = moves[one]
        at = leg_at[leg]
        total -= now[leg]
        if at < sessions:
            row = leg_row[leg]
            if sent[inst[row], at] > share[inst[row], at]:
                total -= crowding
            shift(limits, row, at, -1)
    done = 0
    failed = -1
    for one in range(count):
        row, session = leg_row[moves[one]], to[one]
        if session == sessions:
            total += leg_cost(costs, row, session, -1)
            done += 1
            continue
        house = inst[row]
        fits = sent[house, session] < most[house, session]
        for index in range(day_count[session]):
            if away[dept[row], day_rows[session, index]] < 1:
                fits = False
        for span in range(years.shape[0]):
            if years[span, session] and money[row, session] > budget[house, span]:
                fits = False
        if not fits:
            failed = one
            break
        mate = -1 if leg_mate[moves[one]] < 0 else leg_at[leg_mate[moves[one]]]
        total += leg_cost(costs, row, session, mate)
        if sent[house, session] >= share[house, session]:
            total += crowding
        shift(limits, row, session, 1)
        done += 1
    for span in range(years.shape[0]):
        if failed < 0 and left[span] < min(0, before[span]):
            failed = count
    if failed < 0 and total < -GAIN:
        for one in range(count):
            leg = moves[one]
            leg_at[leg] = to[one]
            mate = -1 if leg_mate[leg] < 0 else leg_at[leg_mate[leg]]
            now[leg] = leg_cost(costs, leg_row[leg], to[one], mate)
            if leg_mate[leg] >= 0:
                now[leg_mate[leg]] = now[leg]
        return -1
    for one in range(done):
        if to[one] < sessions:
            shift(limits, leg_row[moves[one]], to[one], -1)
    for one in range(count):
        at = leg_at[moves[one]]
        if at < sessions:
            shift(limits, leg_row[moves[one]], at, 1)
    return count if failed < 0 else failed
