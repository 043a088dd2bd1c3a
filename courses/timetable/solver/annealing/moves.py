"""Carries a move out: moves one event and keeps every count of the state true. Compiled."""

from __future__ import annotations

from courses.timetable.solver.annealing.compiling import part
from courses.timetable.solver.annealing.instance import Instance, Number
from courses.timetable.solver.annealing.state import State


@part
def relocate(instance: Instance, state: State, event: Number, slot: Number, room: Number) -> None:
    """All counts but ``occupant`` and ``totals``, which the caller knows better."""
    kind = instance.kind_of[event]
    old_slot, old_room = state.slot[event], state.room[event]
    if room != old_room:
        state.kind_room[kind, old_room] -= 1
        state.kind_room[kind, room] += 1
        state.room[event] = room
    if slot == old_slot:
        return
    state.slot[event] = slot
    for place in range(instance.neighbour_starts[kind], instance.neighbour_starts[kind + 1]):
        neighbour = instance.neighbour_items[place]
        state.rivals[old_slot, neighbour] -= 1
        state.rivals[slot, neighbour] += 1
    old_day, day = instance.slot_day[old_slot], instance.slot_day[slot]
    if day != old_day:
        state.kind_day[kind, old_day] -= 1
        if state.kind_day[kind, old_day] == 0:
            state.days_used[kind] -= 1
        if state.kind_day[kind, day] == 0:
            state.days_used[kind] += 1
        state.kind_day[kind, day] += 1
    for place in range(instance.group_starts[kind], instance.group_starts[kind + 1]):
        group = instance.group_items[place]
        state.attended[group, old_slot] -= 1
        if state.attended[group, old_slot] == 0:
            state.day_mask[group, old_day] &= ~instance.slot_bit[old_slot]
        state.attended[group, slot] += 1
        state.day_mask[group, day] |= instance.slot_bit[slot]
