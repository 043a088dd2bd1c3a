"""Kempe chains: events of two slots change places so that no conflict arises. Compiled.

Only for plans without clashes. There, every kind and every group has at most one event in a slot,
so the events of a chain are of different kinds and their costs add up.
"""

from __future__ import annotations

import numpy as np

from courses.timetable.solver.annealing.compiling import part
from courses.timetable.solver.annealing.deltas import days_delta, room_delta, slot_gain
from courses.timetable.solver.annealing.instance import Instance, Number
from courses.timetable.solver.annealing.moves import relocate
from courses.timetable.solver.annealing.state import NOBODY, State


@part
def find_chain(instance: Instance, state: State, event: Number, slot: Number) -> Number:
    """Fill ``state.chain`` with the events that change slots when ``event`` goes to ``slot``.

    Returns their number, 0 when one of them may not be in its new slot or when another event of
    the same kind is there. Leaves ``in_chain`` set for them.
    """
    here, rooms = state.slot[event], instance.suits.shape[1]
    own = instance.kind_of[event]
    state.chain[0] = event
    state.in_chain[event] = 1
    count, place = np.int64(1), 0
    while place < count:
        mover = state.chain[place]
        kind = instance.kind_of[mover]
        target = slot if state.slot[mover] == here else here
        if not instance.allowed[kind, target]:
            release(state, count)
            return 0
        if state.rivals[target, kind] > 0:
            for room in range(rooms):
                other = state.occupant[target, room]
                if (
                    other >= 0
                    and not state.in_chain[other]
                    and instance.conflict[kind, instance.kind_of[other]]
                ):
                    state.in_chain[other] = 1
                    state.chain[count] = other
                    count += 1
                    if instance.kind_of[other] == own:
                        release(state, count)
                        return 0
        place += 1
    return count


@part
def release(state: State, count: Number) -> None:
    for place in range(count):
        state.in_chain[state.chain[place]] = 0


@part
def choose_rooms(
    instance: Instance, state: State, count: Number, here: Number, there: Number
) -> bool:
    """A room for each event of the chain: its own if it is free there, else the cheapest."""
    rooms = instance.suits.shape[1]
    for place in range(count):
        event = np.int64(state.chain[place])
        target = there if state.slot[event] == here else here
        occupant = state.occupant[target, state.room[event]]
        free = occupant == NOBODY or (occupant >= 0 and state.in_chain[occupant])
        state.chain_room[place] = state.room[event] if free else -1
    for place in range(count):
        if state.chain_room[place] >= 0:
            continue
        event = np.int64(state.chain[place])
        kind, source = np.int64(instance.kind_of[event]), state.slot[event]
        target = there if source == here else here
        own, best = np.int64(state.room[event]), -1
        least: Number = 0
        for room in range(rooms):
            occupant = state.occupant[target, room]
            if occupant != NOBODY and not (occupant >= 0 and state.in_chain[occupant]):
                continue
            if not instance.suits[kind, room]:
                continue
            cost = room_delta(instance, state, kind, own, room)
            if best >= 0 and cost >= least:
                continue
            taken = False
            for other in range(count):
                if state.chain_room[other] == room and state.slot[state.chain[other]] == source:
                    taken = True
            if not taken:
                best, least = room, cost
        if best < 0:
            return False
        state.chain_room[place] = best
    return True


@part
def chain_delta(
    instance: Instance, state: State, count: Number, here: Number, there: Number
) -> Number:
    delta: Number = 0
    for place in range(count):
        event = np.int64(state.chain[place])
        kind = np.int64(instance.kind_of[event])
        old, room = np.int64(state.slot[event]), np.int64(state.room[event])
        new = there if old == here else here
        old_day, day = np.int64(instance.slot_day[old]), np.int64(instance.slot_day[new])
        delta += room_delta(instance, state, kind, room, np.int64(state.chain_room[place]))
        delta += days_delta(instance, state, kind, old_day, day)
        for at in range(instance.group_starts[kind], instance.group_starts[kind + 1]):
            group = np.int64(instance.group_items[at])
            # A group with events in both slots has both in the chain: nothing changes for it.
            if state.attended[group, new] == 0:
                delta += instance.isolation_weight * slot_gain(instance, state, group, old, new)
    return delta


@part
def move_chain(
    instance: Instance, state: State, count: Number, here: Number, there: Number
) -> None:
    for place in range(count):
        event = np.int64(state.chain[place])
        state.occupant[state.slot[event], state.room[event]] = NOBODY
    for place in range(count):
        event = np.int64(state.chain[place])
        target = there if state.slot[event] == here else here
        room = np.int64(state.chain_room[place])
        relocate(instance, state, event, target, room)
        state.occupant[target, room] = event
