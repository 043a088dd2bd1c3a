"""A school's problem as arrays that compiled code reads."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from courses.timetable.solver.annealing.instance import Flags, Ints

Masks = NDArray[np.int64]

NOBODY = -1


class Arrays(NamedTuple):
    """E meetings go into slots and R rooms; I instructors teach them, on C campuses.

    A slot is a first period: day × P + period, both from 0, of D days with P periods. Weeks that no
    mask of the problem tells apart are one atom; there are A of them. A list of lists is two
    arrays: the items of row ``i`` are ``items[starts[i]:starts[i + 1]]``.
    """

    days: int
    periods_per_day: int
    movable: Ints  # the meetings that have a choice
    periods: Ints  # [E]
    load: Ints  # [E] periods over the term
    weeks: Masks  # [E]
    instructor: Ints  # [E] or NOBODY
    slot_starts: Ints  # [E + 1] the slots of each meeting
    slot_items: Ints
    room_starts: Ints  # [E + 1] the rooms of each meeting
    room_items: Ints
    allowed: Flags  # [E, D × P]
    suits: Flags  # [E, R]
    slot_cost: Ints  # [E, D × P] unwanted times and distance from the plan before, weighted
    room_cost: Ints  # [E, R] spare seats and distance, weighted
    atom_starts: Ints  # [E + 1] the atoms of each meeting
    atom_items: Ints
    atom_weeks: Ints  # [A] weeks in the atom
    rival_starts: Ints  # [E + 1] meetings that share an instructor or a group
    rival_items: Ints
    rival_teaches: Flags  # beside ``rival_items``: it is the instructor
    sibling_starts: Ints  # [E + 1] meetings to be on other days
    sibling_items: Ints
    sibling_days: Ints  # beside ``sibling_items``: so many days apart
    mate_starts: Ints  # [E + 1] the other meetings of the teaching class
    mate_items: Ints
    room_campus: Ints  # [R]
    room_taken: Masks  # [R, D × P] weeks in which the room is not to be had
    too_short: Flags  # [C, C, P, P] no time to travel from the end of one period to another
    most_per_day: Ints  # [I]
    comfortable: int
    day_share: Ints  # [D]
    evening: Flags  # [P]
    evening_share: Ints  # [I]
    idle: Ints  # [2 ** P] periods that are not taught between the first and the last one
    weight_uneven: int
    weight_neighbouring: int
    weight_long: int
    weight_idle: int
    weight_evening: int
    weight_rooms: int
