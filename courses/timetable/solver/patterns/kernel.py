"""Simulated annealing at one temperature: moves and exchanges. Compiled."""

from __future__ import annotations

import numpy as np

from courses.timetable.solver.annealing.compiling import kept, part
from courses.timetable.solver.annealing.draws import ALLOWANCES, below, draw
from courses.timetable.solver.annealing.instance import Ints, Number
from courses.timetable.solver.annealing.walk import BEST_SOFT, CLASHES, SOFT
from courses.timetable.solver.patterns.arrays import Arrays
from courses.timetable.solver.patterns.carrying import lift, put
from courses.timetable.solver.patterns.price import clashes_of, price, soft_of
from courses.timetable.solver.patterns.state import State

SHARES = 256
"""Shares of kinds of moves are given in parts of this."""

_HIGH, _ALLOWANCE, _MASK = np.uint64(32), np.uint64(40), np.uint64(4095)


@part
def _take(state: State, change: Number) -> None:
    state.totals[CLASHES] += clashes_of(change)
    state.totals[SOFT] += soft_of(change)


@part
def _is_taken(change: Number, allowance: float, clash_weight: float) -> bool:
    return clashes_of(change) * clash_weight + soft_of(change) <= allowance


@part
def try_move(
    arrays: Arrays,
    state: State,
    meeting: Number,
    slot: Number,
    room: Number,
    allowance: float,
    clash_weight: float,
) -> bool:
    """Put the meeting there if that costs no more than the allowance."""
    here, old_room = np.int64(state.slot[meeting]), np.int64(state.room[meeting])
    lift(arrays, state, meeting)
    change = price(arrays, state, meeting, slot, room) - price(
        arrays, state, meeting, here, old_room
    )
    if not _is_taken(change, allowance, clash_weight):
        put(arrays, state, meeting, here, old_room)
        return False
    put(arrays, state, meeting, slot, room)
    _take(state, change)
    return True


@part
def try_exchange(
    arrays: Arrays,
    state: State,
    one: Number,
    other: Number,
    with_rooms: bool,
    allowance: float,
    clash_weight: float,
) -> bool:
    """Exchange the times of two meetings, and their rooms if asked for."""
    slot, room = np.int64(state.slot[one]), np.int64(state.room[one])
    other_slot, other_room = np.int64(state.slot[other]), np.int64(state.room[other])
    if not arrays.allowed[one, other_slot] or not arrays.allowed[other, slot]:
        return False
    to_room, back_room = room, other_room
    if with_rooms:
        if not arrays.suits[one, other_room] or not arrays.suits[other, room]:
            return False
        to_room, back_room = other_room, room
    lift(arrays, state, other)
    change = -price(arrays, state, other, other_slot, other_room)
    lift(arrays, state, one)
    change -= price(arrays, state, one, slot, room)
    change += price(arrays, state, one, other_slot, to_room)
    put(arrays, state, one, other_slot, to_room)
    change += price(arrays, state, other, slot, back_room)
    if _is_taken(change, allowance, clash_weight):
        put(arrays, state, other, slot, back_room)
        _take(state, change)
        return True
    lift(arrays, state, one)
    put(arrays, state, one, slot, room)
    put(arrays, state, other, other_slot, other_room)
    return False


@kept
def anneal(
    arrays: Arrays,
    state: State,
    temperature: float,
    clash_weight: float,
    moves: int,
    room_share: int,
    slot_share: int,
    exchange_share: int,
) -> Number:
    """Try so many moves; returns how many were carried out.

    Of `SHARES` moves, ``room_share`` change only the room, ``slot_share`` only the time,
    ``exchange_share`` exchange two meetings, the rest change time and room. The state keeps the
    best plan without clashes.
    """
    totals = state.totals
    choice = len(arrays.movable)
    accepted = 0
    if choice == 0:
        return 0
    for _ in range(moves):
        first, second = draw(state), draw(state)
        meeting = np.int64(arrays.movable[below(first, choice)])
        slot, room = np.int64(state.slot[meeting]), np.int64(state.room[meeting])
        here, old_room = slot, room
        allowance = temperature * ALLOWANCES[np.int64((first >> _ALLOWANCE) & _MASK)]
        share = np.int64((first >> _HIGH) & np.uint64(255))
        if share >= SHARES - exchange_share:
            other = np.int64(arrays.movable[below(second, choice)])
            if other == meeting or state.slot[other] == slot:
                continue
            with_rooms = (second >> _HIGH) & np.uint64(1) == np.uint64(1)
            done = try_exchange(arrays, state, meeting, other, with_rooms, allowance, clash_weight)
        else:
            if share >= room_share:
                start = arrays.slot_starts[meeting]
                count = arrays.slot_starts[meeting + 1] - start
                slot = np.int64(arrays.slot_items[start + below(second, count)])
            if share < room_share or share >= room_share + slot_share:
                start = arrays.room_starts[meeting]
                count = arrays.room_starts[meeting + 1] - start
                room = np.int64(arrays.room_items[start + below(second >> _HIGH, count)])
            if slot == here and room == old_room:
                continue
            done = try_move(arrays, state, meeting, slot, room, allowance, clash_weight)
        if done:
            accepted += 1
            if totals[CLASHES] == 0 and totals[SOFT] < totals[BEST_SOFT]:
                totals[BEST_SOFT] = totals[SOFT]
                for item in range(len(arrays.periods)):
                    state.best_slot[item] = state.slot[item]
                    state.best_room[item] = state.room[item]
    return accepted


@kept
def begin(arrays: Arrays, state: State, slots: Ints, rooms: Ints) -> None:
    """Put all meetings in and count the cost."""
    for meeting in range(len(arrays.periods)):
        slot, room = np.int64(slots[meeting]), np.int64(rooms[meeting])
        change = price(arrays, state, meeting, slot, room)
        put(arrays, state, meeting, slot, room)
        _take(state, change)
    if state.totals[CLASHES] == 0:
        state.totals[BEST_SOFT] = state.totals[SOFT]
        for meeting in range(len(arrays.periods)):
            state.best_slot[meeting] = state.slot[meeting]
            state.best_room[meeting] = state.room[meeting]


@kept
def keep_possible(arrays: Arrays, state: State, slots: Ints, rooms: Ints, order: Ints) -> None:
    """Put the meetings of ``order`` into an empty state, one after the other, each where it was if
    nothing clashes there, else at its cheapest place without a clash, else nowhere."""
    for item in range(len(order)):
        meeting = np.int64(order[item])
        slot, room = np.int64(slots[meeting]), np.int64(rooms[meeting])
        best = price(arrays, state, meeting, slot, room)
        if clashes_of(best) > 0:
            for time in range(arrays.slot_starts[meeting], arrays.slot_starts[meeting + 1]):
                there = np.int64(arrays.slot_items[time])
                for place in range(arrays.room_starts[meeting], arrays.room_starts[meeting + 1]):
                    inside = np.int64(arrays.room_items[place])
                    cost = price(arrays, state, meeting, there, inside)
                    if cost < best:
                        best, slot, room = cost, there, inside
        if clashes_of(best) == 0:
            put(arrays, state, meeting, slot, room)
