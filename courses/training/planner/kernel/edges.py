"""The cheapest moves between sessions, and rings among them that cost less than nothing."""

from __future__ import annotations

from typing import Any

from courses.training.planner.kernel.compiling import kept
from courses.training.planner.kernel.moves import BARRED, leg_cost, move_cost


@kept
def fill_row(
    costs: Any, limits: Any, legs: Any, members: Any, count: Any, weight: Any, mover: Any, at: int
) -> None:
    """The cheapest moves out of one session to every other."""
    sessions = limits[2].shape[1]
    home = sessions
    for to in range(sessions + 1):
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
        if at < home and mate < 0 and costs[1][row] - saved < weight[at, home]:
            weight[at, home] = costs[1][row] - saved
            mover[at, home] = leg
        for to in range(sessions):
            # Most moves are too dear already: their limits needn't be looked at.
            if leg_cost(costs, row, to, mate) - saved < weight[at, to]:
                cost = move_cost(costs, limits, legs, leg, to)
                if cost < weight[at, to]:
                    weight[at, to] = cost
                    mover[at, to] = leg


@kept
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
