"""What one meeting costs at a place, beside all others. Compiled; changes nothing."""

from __future__ import annotations

import numpy as np

from courses.timetable.solver.annealing.compiling import part
from courses.timetable.solver.annealing.instance import Number
from courses.timetable.solver.patterns.arrays import NOBODY, Arrays
from courses.timetable.solver.patterns.state import State

CLASH = 2**32
"""Prices are clashes × CLASH + soft cost, which may be below 0."""

_HALF = CLASH // 2


@part
def clashes_of(price: Number) -> Number:
    return (price + _HALF) // CLASH


@part
def soft_of(price: Number) -> Number:
    return price - CLASH * ((price + _HALF) // CLASH)


@part
def price(arrays: Arrays, state: State, meeting: Number, slot: Number, room: Number) -> Number:
    """What the meeting, which must be lifted, adds to the cost when it is put there."""
    per_day = arrays.periods_per_day
    day, first = slot // per_day, slot % per_day
    cost = np.int64(arrays.slot_cost[meeting, slot]) + arrays.room_cost[meeting, room]
    clashes = _room_clashes(arrays, state, meeting, slot, room)
    clashes += _people_clashes(arrays, state, meeting, slot, room)
    for item in range(arrays.sibling_starts[meeting], arrays.sibling_starts[meeting + 1]):
        other = np.int64(state.slot[arrays.sibling_items[item]])
        if other >= 0:
            apart = abs(day - other // per_day)
            if apart < arrays.sibling_days[item]:
                clashes += 1
            if apart == 1:
                cost += arrays.weight_neighbouring
    spare = arrays.day_share[day] - state.load[day]
    cost += arrays.weight_uneven * (max(0, arrays.load[meeting] - spare) - max(0, -spare))
    cost += arrays.weight_rooms * _room_change(arrays, state, meeting, room)
    cost += clashes * CLASH
    if arrays.instructor[meeting] != NOBODY:
        cost += _instructor_price(arrays, state, meeting, day, first)
    return cost


@part
def _room_clashes(
    arrays: Arrays, state: State, meeting: Number, slot: Number, room: Number
) -> Number:
    clashes = 0
    begin, end = arrays.atom_starts[meeting], arrays.atom_starts[meeting + 1]
    for period in range(slot, slot + arrays.periods[meeting]):
        if arrays.room_taken[room, period] & arrays.weeks[meeting]:
            clashes += 1
        for item in range(begin, end):
            if state.room_used[room, period, arrays.atom_items[item]] > 0:
                clashes += 1
    return clashes


@part
def _people_clashes(
    arrays: Arrays, state: State, meeting: Number, slot: Number, room: Number
) -> Number:
    """Periods shared with a rival, and ways too long for the instructor."""
    clashes = 0
    per_day = arrays.periods_per_day
    day, first = slot // per_day, slot % per_day
    last = first + arrays.periods[meeting] - 1
    for item in range(arrays.rival_starts[meeting], arrays.rival_starts[meeting + 1]):
        other = np.int64(arrays.rival_items[item])
        there = np.int64(state.slot[other])
        if there < 0 or there // per_day != day:
            continue
        begins = there % per_day
        ends = begins + arrays.periods[other] - 1
        shared = min(last, ends) - max(first, begins) + 1
        if shared > 0:
            clashes += shared
        elif arrays.rival_teaches[item]:
            here, beyond = arrays.room_campus[room], arrays.room_campus[state.room[other]]
            if ends < first:
                clashes += arrays.too_short[beyond, here, ends, first]
            else:
                clashes += arrays.too_short[here, beyond, last, begins]
    return clashes


@part
def _room_change(arrays: Arrays, state: State, meeting: Number, room: Number) -> Number:
    """1 if the teaching class has other rooms, but not yet this one."""
    found = 0
    for item in range(arrays.mate_starts[meeting], arrays.mate_starts[meeting + 1]):
        mate = arrays.mate_items[item]
        if state.slot[mate] >= 0:
            if state.room[mate] == room:
                return 0
            found = 1
    return found


@part
def _instructor_price(
    arrays: Arrays, state: State, meeting: Number, day: Number, first: Number
) -> Number:
    """Limits, long days, waiting and evenings of the instructor."""
    person = np.int64(arrays.instructor[meeting])
    periods = np.int64(arrays.periods[meeting])
    bits = ((1 << periods) - 1) << first
    clashes = 0
    idle: Number = 0
    fullest: Number = 0
    after: Number = 0
    for week in range(len(arrays.atom_weeks)):
        fullest = max(fullest, state.day_load[person, day, week])
    for item in range(arrays.atom_starts[meeting], arrays.atom_starts[meeting + 1]):
        atom = np.int64(arrays.atom_items[item])
        load = state.day_load[person, day, atom] + periods
        after = max(after, load)
        over = load - arrays.most_per_day[person]
        if over > 0:
            clashes += min(over, periods)
        mask = state.day_mask[person, day, atom]
        more = arrays.idle[mask | bits] - arrays.idle[mask]
        idle += more * arrays.atom_weeks[atom]
    after = max(after, fullest)
    comfortable = arrays.comfortable
    cost = arrays.weight_long * (max(0, after - comfortable) - max(0, fullest - comfortable))
    cost += arrays.weight_idle * idle
    late = 0
    for period in range(first, first + periods):
        late += arrays.evening[period]
    if late > 0:
        late *= arrays.load[meeting] // periods
        spare = arrays.evening_share[person] - state.evenings[person]
        cost += arrays.weight_evening * (max(0, late - spare) - max(0, -spare))
    return clashes * CLASH + cost
