"""One ring after the other, until there is none."""

from __future__ import annotations

from typing import Any

import numpy as np

from courses.training.planner.kernel.compiling import kept
from courses.training.planner.kernel.edges import fill_row, find_ring
from courses.training.planner.kernel.moves import BARRED, carry_out, move_cost


@kept
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
) -> None:
    """Keep the lists of who is where."""
    for index in range(number):
        for node in range(length):
            at = ring[node]
            if at > home:
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
        if at < home:
            free[at] -= 1


@kept
def weigh_seats(
    limits: Any, funds: Any, count: Any, free: Any, least: Any, shortfall: float, weight: Any
) -> None:
    """What it costs to take a free seat, and to give one up. Who gives a seat up frees money of its
    fund, and whoever takes one needs it: from one fund to another, or for somebody who had no
    place, only where money is left."""
    fund, members, cheapest = funds
    left = limits[12]
    home = free.shape[0]
    weight[:, home + 1 :] = BARRED
    weight[home + 1 :, :] = BARRED
    for node in range(home):
        outside = home + 1 + fund[node]
        if free[node] > 0:
            weight[node, outside] = -shortfall if count[node] < least[node] else 0.0
        weight[outside, node] = shortfall if count[node] <= least[node] else 0.0
    for one in range(len(cheapest)):
        for other in range(len(cheapest) + 1):
            is_paid = other != one
            for span in range(len(left)):
                freed = other < len(cheapest) and members[other, span]
                if members[one, span] and not freed and left[span] < cheapest[one]:
                    is_paid = False
            if is_paid:
                weight[home + 1 + one, home if other == len(cheapest) else home + 1 + other] = 0.0


@kept
def improve(
    costs: Any,
    limits: Any,
    funds: Any,
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
    left. ``funds``: the fund of each session, what bounds each fund, and its cheapest grant. With
    ``fresh`` all moves are priced anew; otherwise ``weight`` and ``mover`` go on from the last
    call.
    """
    sessions = free.shape[0]
    home = sessions
    nodes = weight.shape[0]
    leg_at = legs[1]
    ring = np.zeros(nodes, np.int64)
    pred = np.zeros(nodes, np.int64)
    mark = np.zeros(nodes, np.int64)
    dist = np.zeros(nodes)
    moves, to = np.zeros(nodes, np.int64), np.zeros(nodes, np.int64)
    if fresh:
        weight[:, :] = BARRED
        for node in range(home + 1):
            fill_row(costs, limits, legs, members, count, weight, mover, node)
    rings = 0
    while rings < most_rings:
        weigh_seats(limits, funds, count, free, least, shortfall, weight)
        length = find_ring(weight, ring, pred, dist, mark)
        if length == 0:
            break
        number = 0
        ends = 0.0
        for index in range(length):
            a, b = ring[index], ring[(index + 1) % length]
            if a > home or b > home:
                ends += weight[a, b]
            else:
                moves[number] = mover[a, b]
                to[number] = b
                number += 1
        outcome = carry_out(costs, limits, legs, moves, to, number, ends)
        if outcome == -1:
            rings += 1
            rebuild(legs, members, count, ring, length, moves, to, number, free, home)
            for index in range(length):
                if ring[index] <= home:
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
