"""Compiled search for rings of people who each take the next one's seat, to the good of all.

Nodes are the sessions, ``home`` for those who have no place, and ``outside``, from where a free
seat is taken and where one is given up. An edge is the cheapest move of anybody from one session to
another; a ring of edges that costs less than nothing is carried out if it still does when limits
of departments, institutions and money are looked at for all its moves together.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar, cast

import numba
import numpy as np
from numba.core import config

Function = TypeVar("Function")

CLOSED = 1e9
BARRED = 1e8  # more than any real difference of costs
GAIN = 0.5


def cache_directory() -> Path | None:
    """A directory of ours that can be written, named by what is compiled; None if there is none."""
    here = Path(__file__)
    digest = hashlib.sha256(numba.__version__.encode() + here.read_bytes()).hexdigest()[:16]
    roots = [here.parent / "__pycache__"]
    if os.environ.get("XDG_CACHE_HOME"):
        roots.append(Path(os.environ["XDG_CACHE_HOME"]) / "qihang")
    elif os.environ.get("HOME"):
        roots.append(Path(os.environ["HOME"]) / ".cache" / "qihang")
    for root in roots:
        directory = root / f"planner-{digest}"
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            with TemporaryFile(dir=directory):
                return directory
        except OSError:
            continue
    return None


def _kept(function: Function) -> Function:
    directory = cache_directory()
    if directory is not None:
        config.CACHE_DIR = str(directory)  # type: ignore[attr-defined]
    return cast(Function, numba.njit(cache=directory is not None)(function))


@_kept
def leg_cost(costs: Any, row: int, session: int, mate: int) -> float:
    """Of a pattern of ``row`` with ``session`` and, if it isn't -1, ``mate``, in either order."""
    single_cost, home, base, delay, kind, usable, apart = costs
    if mate < 0:
        if session == single_cost.shape[1]:
            return float(home[row])
        return float(single_cost[row, session])
    if not usable[row, session]:
        return CLOSED
    both = float(base[row, session] + base[row, mate])
    if apart[kind[row], session, mate] == 0:
        return both + delay[row, mate]
    if apart[kind[row], mate, session] == 0:
        return both + delay[row, session]
    return CLOSED


@_kept
def move_cost(costs: Any, limits: Any, legs: Any, leg: int, to: int) -> float:
    """What it costs more to move one leg, if nobody else moves; BARRED if it can't be."""
    leg_row, leg_at, leg_mate, now = legs
    inst, dept, sent, most, share, away, day_rows, day_count, money, budget, crowding = limits
    sessions = sent.shape[1]
    row, at = leg_row[leg], leg_at[leg]
    if at == to:
        return BARRED
    mate = -1 if leg_mate[leg] < 0 else leg_at[leg_mate[leg]]
    cost = leg_cost(costs, row, to, mate)
    if cost >= BARRED:
        return BARRED
    house, desk = inst[row], dept[row]
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
    spent = 0 if at == sessions else money[row, at]
    if money[row, to] - spent > budget[house]:
        return BARRED
    cost -= now[leg]
    if sent[house, to] >= share[house, to]:
        cost += crowding
    if at < sessions and sent[house, at] > share[house, at]:
        cost -= crowding
    return cost


@_kept
def fill_row(
    costs: Any, limits: Any, legs: Any, members: Any, count: Any, weight: Any, mover: Any, at: int
) -> None:
    """The cheapest moves out of one session to every other."""
    sessions = limits[2].shape[1]
    for to in range(sessions):
        weight[at, to] = BARRED
    leg_row, leg_at, leg_mate, now = legs
    inst, sent, share, crowding = limits[0], limits[2], limits[4], limits[10]
    for index in range(count[at]):
        leg = members[at, index]
        row = leg_row[leg]
        mate = -1 if leg_mate[leg] < 0 else leg_at[leg_mate[leg]]
        saved = now[leg]
        if at < sessions and sent[inst[row], at] > share[inst[row], at]:
            saved += crowding
        for to in range(sessions):
            # Most moves are too dear already: their limits needn't be looked at.
            if leg_cost(costs, row, to, mate) - saved < weight[at, to]:
                cost = move_cost(costs, limits, legs, leg, to)
                if cost < weight[at, to]:
                    weight[at, to] = cost
                    mover[at, to] = leg


@_kept
def find_ring(weight: Any, ring: Any, pred: Any, dist: Any, mark: Any) -> int:
    """Nodes of a ring of negative cost into ``ring``, in the order of the moves; their number."""
    nodes = weight.shape[0]
    for node in range(nodes):
        dist[node] = 0.0
        pred[node] = -1
    for _ in range(nodes):
        changed = False
        for a in range(nodes):
            from_here = dist[a]
            for b in range(nodes):
                reached = from_here + weight[a, b]
                if reached < dist[b] - 1e-6:
                    dist[b] = reached
                    pred[b] = a
                    changed = True
        if not changed:
            return 0
        # A ring among the predecessors is a ring of negative cost.
        for node in range(nodes):
            mark[node] = -1
        for begin in range(nodes):
            node = begin
            while node >= 0 and mark[node] == -1:
                mark[node] = begin
                node = pred[node]
            if node >= 0 and mark[node] == begin:
                length = 0
                one = node
                while True:
                    ring[length] = one
                    length += 1
                    one = pred[one]
                    if one == node:
                        break
                for index in range(length // 2):
                    other = length - 1 - index
                    ring[index], ring[other] = ring[other], ring[index]
                return length
    return 0


@_kept
def shift(limits: Any, row: int, session: int, sign: int) -> None:
    """Take up (1) or give back (-1) what somebody at a session uses, seats left aside."""
    inst, dept, sent, away = limits[0], limits[1], limits[2], limits[5]
    day_rows, day_count, money, budget = limits[6], limits[7], limits[8], limits[9]
    sent[inst[row], session] += sign
    for index in range(day_count[session]):
        away[dept[row], day_rows[session, index]] -= sign
    budget[inst[row]] -= sign * money[row, session]


@_kept
def carry_out(
    costs: Any, limits: Any, legs: Any, moves: Any, to: Any, count: int, ends: float
) -> int:
    """Make the moves if they gain together: -1. Otherwise nothing changes, and the number of the
    first move that isn't possible, or ``count`` if all are but gain nothing."""
    leg_row, leg_at, leg_mate, now = legs
    inst, dept, sent, most, share, away, day_rows, day_count, money, budget, crowding = limits
    sessions = sent.shape[1]
    for one in range(count):
        for other in range(count):
            if leg_mate[moves[one]] == moves[other] or (one < other and moves[one] == moves[other]):
                return other
    total = ends
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
        house = inst[row]
        fits = sent[house, session] < most[house, session]
        for index in range(day_count[session]):
            if away[dept[row], day_rows[session, index]] < 1:
                fits = False
        if money[row, session] > budget[house]:
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
        shift(limits, leg_row[moves[one]], to[one], -1)
    for one in range(count):
        at = leg_at[moves[one]]
        if at < sessions:
            shift(limits, leg_row[moves[one]], at, 1)
    return count if failed < 0 else failed


@_kept
def rebuild(
    legs: Any,
    members: Any,
    count: Any,
    ring: Any,
    length: int,
    moves: Any,
    to: Any,
    number: int,
    free: Any,
    home: int,
    outside: int,
) -> None:
    """Keep the lists of who is where."""
    for index in range(number):
        for node in range(length):
            at = ring[node]
            if at == outside:
                continue
            for place in range(count[at]):
                if members[at, place] == moves[index] and at != to[index]:
                    count[at] -= 1
                    members[at, place] = members[at, count[at]]
                    if at < home:
                        free[at] += 1
                    break
    for index in range(number):
        at = to[index]
        members[at, count[at]] = moves[index]
        count[at] += 1
        free[at] -= 1


@_kept
def improve(
    costs: Any,
    limits: Any,
    legs: Any,
    members: Any,
    count: Any,
    free: Any,
    least: Any,
    shortfall: float,
    weight: Any,
    mover: Any,
    fresh: bool,
    most_rings: int,
) -> int:
    """Carry out rings until none is found or ``most_rings`` are; how many were.

    ``members[n, :count[n]]`` are the legs at each session and, last, at home; ``free`` seats are
    left. With ``fresh`` all moves are priced anew; otherwise ``weight`` and ``mover`` go on from
    the last call.
    """
    sessions = free.shape[0]
    home, outside = sessions, sessions + 1
    leg_at = legs[1]
    ring = np.zeros(sessions + 2, np.int64)
    pred = np.zeros(sessions + 2, np.int64)
    mark = np.zeros(sessions + 2, np.int64)
    dist = np.zeros(sessions + 2)
    moves, to = np.zeros(sessions + 2, np.int64), np.zeros(sessions + 2, np.int64)
    if fresh:
        weight[:, :] = BARRED
        for node in range(home + 1):
            fill_row(costs, limits, legs, members, count, weight, mover, node)
    rings = 0
    while rings < most_rings:
        for node in range(sessions):
            weight[node, outside] = BARRED
            if free[node] > 0:
                weight[node, outside] = -shortfall if count[node] < least[node] else 0.0
            weight[outside, node] = shortfall if count[node] <= least[node] else 0.0
            weight[node, home] = BARRED
        weight[outside, home] = 0.0
        weight[home, outside] = BARRED
        weight[outside, outside] = BARRED
        length = find_ring(weight, ring, pred, dist, mark)
        if length == 0:
            break
        number = 0
        ends = 0.0
        for index in range(length):
            a, b = ring[index], ring[(index + 1) % length]
            if a == outside or b == outside:
                ends += weight[a, b]
            else:
                moves[number] = mover[a, b]
                to[number] = b
                number += 1
        outcome = carry_out(costs, limits, legs, moves, to, number, ends)
        if outcome == -1:
            rings += 1
            rebuild(legs, members, count, ring, length, moves, to, number, free, home, outside)
            for index in range(length):
                if ring[index] != outside:
                    fill_row(costs, limits, legs, members, count, weight, mover, ring[index])
            continue
        # Prices that are out of date are put right; if none is, one move is barred for now.
        stale = False
        for index in range(number):
            a, b = leg_at[moves[index]], to[index]
            true = move_cost(costs, limits, legs, moves[index], b)
            if abs(true - weight[a, b]) > 1e-6:
                stale = True
                weight[a, b] = BARRED
                for member in range(count[a]):
                    cost = move_cost(costs, limits, legs, members[a, member], b)
                    if cost < weight[a, b]:
                        weight[a, b] = cost
                        mover[a, b] = members[a, member]
        if not stale:
            index = min(outcome, number - 1)
            weight[leg_at[moves[index]], to[index]] = BARRED
    return rings
