"""A plan with every count that makes the cost of a move quick to find."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from courses.timetable.solver.annealing.instance import Instance, Ints
from courses.timetable.solver.annealing.tasks import NONE_YET

NOBODY = -1
CLOSED = -2


class State(NamedTuple):
    """``clashes`` in ``totals`` counts pairs of events in conflict in one slot."""

    slot: Ints  # [E]
    room: Ints  # [E]
    occupant: Ints  # [S, R] an event, NOBODY or CLOSED
    rivals: Ints  # [S, K] events in the slot in conflict with the kind, its own included
    attended: Ints  # [G, S] events of the group in the slot
    day_mask: Ints  # [G, days] bits of the slots that the group attends
    kind_day: Ints  # [K, days] events of the kind on the day
    kind_room: Ints  # [K, R] events of the kind in the room
    days_used: Ints  # [K]
    totals: NDArray[np.int64]  # clashes, soft cost, soft cost of the best plan without clashes
    best_slot: Ints  # [E]
    best_room: Ints  # [E]
    random: NDArray[np.uint64]  # [1]
    chain: Ints  # [2 R] scratch of `kempe`: events that change slots
    chain_room: Ints  # [2 R] and the room that each will have
    in_chain: Ints  # [E] 0 between moves


def new_state(instance: Instance, slot: Ints, room: Ints, *, seed: int) -> State:
    """The counts of a plan in which no two events share slot and room and all are allowed."""
    kinds, rooms = instance.suits.shape
    slots, groups = len(instance.slot_day), len(instance.member)
    zeros = {
        name: np.zeros(shape, np.int32)
        for name, shape in {
            "rivals": (slots, kinds),
            "attended": (groups, slots),
            "day_mask": (groups, instance.days),
            "kind_day": (kinds, instance.days),
            "kind_room": (kinds, rooms),
            "days_used": (kinds,),
            "chain": (2 * rooms,),
            "chain_room": (2 * rooms,),
            "in_chain": (len(instance.kind_of),),
        }.items()
    }
    state = State(
        slot=slot.astype(np.int32),
        room=room.astype(np.int32),
        occupant=np.where(instance.open_room, NOBODY, CLOSED).astype(np.int32),
        totals=np.array([0, 0, NONE_YET], np.int64),
        best_slot=slot.astype(np.int32),
        best_room=room.astype(np.int32),
        random=np.array([seed], np.uint64),
        **zeros,
    )
    for event, kind in enumerate(instance.kind_of):
        time = state.slot[event]
        state.occupant[time, state.room[event]] = event
        state.kind_day[kind, instance.slot_day[time]] += 1
        state.kind_room[kind, state.room[event]] += 1
        state.rivals[time] += instance.conflict[kind]
        state.attended[:, time] += instance.member[:, kind]
    for time, day in enumerate(instance.slot_day):
        state.day_mask[:, day] |= np.where(state.attended[:, time] > 0, instance.slot_bit[time], 0)
    state.days_used[:] = (state.kind_day > 0).sum(axis=1)
    state.totals[:2] = full_totals(instance, state)
    return state


def full_totals(instance: Instance, state: State) -> tuple[int, int]:
    """Clashes and soft cost, counted from the state's tables rather than carried along."""
    rivals = state.rivals[state.slot, instance.kind_of]
    missing = np.maximum(0, instance.min_days - state.days_used)
    extra = np.maximum(0, (state.kind_room > 0).sum(axis=1) - 1)
    mask = state.day_mask.astype(np.int64)
    alone = mask & ~((mask << 1) | (mask >> 1))
    isolated = sum(
        int(((alone >> bit) & 1).sum()) for bit in range(int(mask.max(initial=0)).bit_length())
    )
    soft = (
        int(instance.room_cost[instance.kind_of, state.room].sum())
        + instance.day_weight * int(missing.sum())
        + instance.room_weight * int(extra.sum())
        + instance.isolation_weight * isolated
    )
    return int((rivals - 1).sum()) // 2, soft
