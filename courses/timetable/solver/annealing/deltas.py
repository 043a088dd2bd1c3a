"""What a move would cost. Compiled; reads the state and changes nothing."""

from __future__ import annotations

import numpy as np

from courses.timetable.solver.annealing.compiling import part
from courses.timetable.solver.annealing.instance import Instance, Number
from courses.timetable.solver.annealing.state import State


@part
def isolated(mask: Number) -> Number:
    """How many bits of a day have no bit beside them."""
    alone = mask & ~((mask << 1) | (mask >> 1))
    count = 0
    while alone != 0:
        alone &= alone - 1
        count += 1
    return count


@part
def room_delta(instance: Instance, state: State, kind: Number, old: Number, new: Number) -> Number:
    """The cost of one event of the kind in another room."""
    if old == new:
        return 0
    delta = instance.room_cost[kind, new] - instance.room_cost[kind, old]
    if state.kind_room[kind, old] == 1:
        delta -= instance.room_weight
    if state.kind_room[kind, new] == 0:
        delta += instance.room_weight
    return delta


@part
def days_delta(instance: Instance, state: State, kind: Number, old: Number, new: Number) -> Number:
    """The cost of one event of the kind on another day."""
    if old == new:
        return 0
    used = state.days_used[kind]
    after = used
    if state.kind_day[kind, old] == 1:
        after -= 1
    if state.kind_day[kind, new] == 0:
        after += 1
    least = instance.min_days[kind]
    return instance.day_weight * (max(0, least - after) - max(0, least - used))


@part
def slot_gain(instance: Instance, state: State, group: Number, old: Number, new: Number) -> Number:
    """How many more isolated slots the group has when one of its events goes from slot to slot."""
    old_day, new_day = instance.slot_day[old], instance.slot_day[new]
    before = np.int64(state.day_mask[group, old_day])
    after = before
    if state.attended[group, old] == 1:
        after = before & ~instance.slot_bit[old]
    if old_day == new_day:
        return isolated(after | instance.slot_bit[new]) - isolated(before)
    target = np.int64(state.day_mask[group, new_day])
    return (
        isolated(after)
        - isolated(before)
        + isolated(target | instance.slot_bit[new])
        - isolated(target)
    )


@part
def isolation_delta(
    instance: Instance, state: State, kind: Number, old: Number, new: Number, other: Number
) -> Number:
    """The cost of isolated slots when an event of the kind goes from slot to slot.

    ``other`` is the kind of the event that comes the opposite way, or -1: groups that attend
    both see no change.
    """
    shared = other >= 0 and instance.conflict[kind, other] != 0
    delta: Number = 0
    for place in range(instance.group_starts[kind], instance.group_starts[kind + 1]):
        group = np.int64(instance.group_items[place])
        if not (shared and instance.member[group, other]):
            delta += slot_gain(instance, state, group, old, new)
    return instance.isolation_weight * delta
