"""A plan with every count that makes the cost of a place quick to find."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from courses.timetable.solver.annealing.instance import Ints
from courses.timetable.solver.annealing.tasks import NONE_YET
from courses.timetable.solver.patterns.arrays import Arrays, Masks

LIFTED = -1


class State(NamedTuple):
    """``clashes`` in ``totals`` counts periods of clashes and other broken rules."""

    slot: Ints  # [E] or LIFTED
    room: Ints  # [E]
    room_used: Ints  # [R, D × P, A] meetings in the room
    taught: Ints  # [I, D × P, A] meetings of the instructor
    day_mask: Masks  # [I, D, A] bits of the periods that the instructor teaches
    day_load: Ints  # [I, D, A] periods of the instructor, those of clashes twice
    evenings: Ints  # [I] evening periods over the term
    load: Ints  # [D] periods over the term
    totals: NDArray[np.int64]  # clashes, soft cost, soft cost of the best plan without clashes
    best_slot: Ints  # [E]
    best_room: Ints  # [E]
    random: NDArray[np.uint64]  # [1]


def empty_state(arrays: Arrays, *, seed: int) -> State:
    """All meetings lifted."""
    meetings, atoms = len(arrays.periods), len(arrays.atom_weeks)
    people, rooms = len(arrays.most_per_day), len(arrays.room_campus)
    slots = arrays.days * arrays.periods_per_day
    return State(
        slot=np.full(meetings, LIFTED, np.int32),
        room=np.zeros(meetings, np.int32),
        room_used=np.zeros((rooms, slots, atoms), np.int32),
        taught=np.zeros((people, slots, atoms), np.int32),
        day_mask=np.zeros((people, arrays.days, atoms), np.int64),
        day_load=np.zeros((people, arrays.days, atoms), np.int32),
        evenings=np.zeros(people, np.int32),
        load=np.zeros(arrays.days, np.int32),
        totals=np.array([0, 0, NONE_YET], np.int64),
        best_slot=np.zeros(meetings, np.int32),
        best_room=np.zeros(meetings, np.int32),
        random=np.array([seed], np.uint64),
    )
