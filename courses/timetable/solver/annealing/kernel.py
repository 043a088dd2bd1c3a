"""Simulated annealing at one temperature: moves, swaps and chains over (slot, room). Compiled."""

from __future__ import annotations

import numpy as np

from courses.timetable.solver.annealing.compiling import kept, part
from courses.timetable.solver.annealing.deltas import days_delta, isolation_delta, room_delta
from courses.timetable.solver.annealing.draws import ALLOWANCES, below, draw
from courses.timetable.solver.annealing.instance import Instance, Number
from courses.timetable.solver.annealing.kempe import (
    chain_delta,
    choose_rooms,
    find_chain,
    move_chain,
    release,
)
from courses.timetable.solver.annealing.moves import relocate
from courses.timetable.solver.annealing.state import NOBODY, State
from courses.timetable.solver.annealing.walk import BEST_SOFT, CLASHES, SOFT

SHARES = 256
"""Shares of kinds of moves are given in parts of this."""


@part
def try_move(
    instance: Instance,
    state: State,
    event: Number,
    slot: Number,
    room: Number,
    allowance: float,
    clash_weight: float,
) -> bool:
    """Put the event there if that costs no more than the allowance; who is there comes here."""
    kind = np.int64(instance.kind_of[event])
    old_slot, old_room = np.int64(state.slot[event]), np.int64(state.room[event])
    other = np.int64(state.occupant[slot, room])
    swap = other >= 0
    if not swap and other != NOBODY:
        return False
    other_kind = np.int64(-1)
    if swap:
        other_kind = np.int64(instance.kind_of[other])
        if (
            other_kind == kind
            or not instance.allowed[other_kind, old_slot]
            or not instance.suits[other_kind, old_room]
        ):
            return False
    clashes = 0
    delta = room_delta(instance, state, kind, old_room, room)
    if swap:
        delta += room_delta(instance, state, other_kind, room, old_room)
    if slot != old_slot:
        groups = instance.group_starts[kind + 1] - instance.group_starts[kind]
        clashes = state.rivals[slot, kind] - state.rivals[old_slot, kind] + 1
        if swap:
            groups += instance.group_starts[other_kind + 1] - instance.group_starts[other_kind]
            clashes += state.rivals[old_slot, other_kind] - state.rivals[slot, other_kind] + 1
            clashes -= 2 * instance.conflict[kind, other_kind]
        # No group can lose more than three isolated slots by one event.
        most = 2 * instance.day_weight + 3 * instance.isolation_weight * groups
        if clashes * clash_weight + delta - most > allowance:
            return False
        old_day, day = np.int64(instance.slot_day[old_slot]), np.int64(instance.slot_day[slot])
        delta += days_delta(instance, state, kind, old_day, day)
        delta += isolation_delta(instance, state, kind, old_slot, slot, other_kind)
        if swap:
            delta += days_delta(instance, state, other_kind, day, old_day)
            delta += isolation_delta(instance, state, other_kind, slot, old_slot, kind)
    if clashes * clash_weight + delta > allowance:
        return False
    relocate(instance, state, event, slot, room)
    if swap:
        relocate(instance, state, other, old_slot, old_room)
    state.occupant[old_slot, old_room] = other
    state.occupant[slot, room] = event
    state.totals[CLASHES] += clashes
    state.totals[SOFT] += delta
    return True


@part
def try_chain(
    instance: Instance, state: State, event: Number, slot: Number, allowance: float
) -> bool:
    """Put the event in the slot, whatever must then change slots with it."""
    here = np.int64(state.slot[event])
    count = find_chain(instance, state, event, slot)
    if count == 0:
        return False
    done = False
    if choose_rooms(instance, state, count, here, slot):
        delta = chain_delta(instance, state, count, here, slot)
        if delta <= allowance:
            move_chain(instance, state, count, here, slot)
            state.totals[SOFT] += delta
            done = True
    release(state, count)
    return done


@kept
def anneal(
    instance: Instance,
    state: State,
    temperature: float,
    clash_weight: float,
    moves: int,
    room_share: int,
    slot_share: int,
    chain_share: int,
) -> Number:
    """Try so many moves; returns how many were carried out.

    Of `SHARES` moves, ``room_share`` change only the room, ``slot_share`` only the slot,
    ``chain_share`` are Kempe chains (plain moves while there are clashes), the rest change both.
    The state keeps the best plan without clashes.
    """
    events = len(instance.kind_of)
    totals = state.totals
    accepted = 0
    for _ in range(moves):
        first, second = draw(state), draw(state)
        event = below(first, events)
        kind = instance.kind_of[event]
        slot, room = np.int64(state.slot[event]), np.int64(state.room[event])
        here, old_room = slot, room
        allowance = temperature * ALLOWANCES[np.int64((first >> np.uint64(40)) & np.uint64(4095))]
        share = np.int64((first >> np.uint64(32)) & np.uint64(255))
        if share >= room_share:
            start = instance.slot_starts[kind]
            count = instance.slot_starts[kind + 1] - start
            slot = np.int64(instance.slot_items[start + below(second, count)])
        if share < room_share or share >= room_share + slot_share:
            start = instance.room_starts[kind]
            count = instance.room_starts[kind + 1] - start
            room = np.int64(instance.room_items[start + below(second >> np.uint64(32), count)])
        if share >= SHARES - chain_share and totals[CLASHES] == 0:
            if slot == here:
                continue
            done = try_chain(instance, state, event, slot, allowance)
        else:
            if slot == here and room == old_room:
                continue
            done = try_move(instance, state, event, slot, room, allowance, clash_weight)
        if done:
            accepted += 1
            if totals[CLASHES] == 0 and totals[SOFT] < totals[BEST_SOFT]:
                totals[BEST_SOFT] = totals[SOFT]
                for item in range(events):
                    state.best_slot[item] = state.slot[item]
                    state.best_room[item] = state.room[item]
    return accepted
