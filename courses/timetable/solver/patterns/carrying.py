"""Takes a meeting out of a plan and puts it in, with every count but ``totals``. Compiled."""

from __future__ import annotations

import numpy as np

from courses.timetable.solver.annealing.compiling import part
from courses.timetable.solver.annealing.instance import Number
from courses.timetable.solver.patterns.arrays import NOBODY, Arrays
from courses.timetable.solver.patterns.state import LIFTED, State


@part
def lift(arrays: Arrays, state: State, meeting: Number) -> None:
    _count(arrays, state, meeting, np.int64(state.slot[meeting]), -1)
    state.slot[meeting] = LIFTED


@part
def put(arrays: Arrays, state: State, meeting: Number, slot: Number, room: Number) -> None:
    state.slot[meeting] = slot
    state.room[meeting] = room
    _count(arrays, state, meeting, slot, 1)


@part
def _count(arrays: Arrays, state: State, meeting: Number, slot: Number, step: Number) -> None:
    per_day = arrays.periods_per_day
    day, first = slot // per_day, slot % per_day
    periods = np.int64(arrays.periods[meeting])
    room, person = np.int64(state.room[meeting]), np.int64(arrays.instructor[meeting])
    state.load[day] += step * arrays.load[meeting]
    for item in range(arrays.atom_starts[meeting], arrays.atom_starts[meeting + 1]):
        atom = np.int64(arrays.atom_items[item])
        for period in range(slot, slot + periods):
            state.room_used[room, period, atom] += step
        if person == NOBODY:
            continue
        state.day_load[person, day, atom] += step * periods
        mask = state.day_mask[person, day, atom]
        for period in range(first, first + periods):
            there = day * per_day + period
            state.taught[person, there, atom] += step
            if state.taught[person, there, atom] > 0:
                mask |= 1 << period
            else:
                mask &= ~(1 << period)
        state.day_mask[person, day, atom] = mask
    if person != NOBODY:
        late = 0
        for period in range(first, first + periods):
            late += arrays.evening[period]
        state.evenings[person] += step * late * (arrays.load[meeting] // periods)
