"""What the search is given, as arrays that compiled code reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Flags = NDArray[np.uint8]

Number: TypeAlias = int | np.signedinteger[Any]
"""A whole number in compiled code, where all are of 64 bits: else numba compiles one function
for each mix of widths."""


class Instance(NamedTuple):
    """E events of K kinds go into S slots and R rooms; G groups attend kinds.

    Events of one kind are alike. A list of lists is two arrays: the items of row ``i`` are
    ``items[starts[i]:starts[i + 1]]``.
    """

    kind_of: Ints  # [E]
    slot_day: Ints  # [S]
    slot_bit: Ints  # [S] 1 << the slot's number within its day
    slot_starts: Ints  # [K + 1] the slots of each kind
    slot_items: Ints
    room_starts: Ints  # [K + 1] the rooms of each kind
    room_items: Ints
    allowed: Flags  # [K, S]
    suits: Flags  # [K, R]
    open_room: Flags  # [S, R]
    room_cost: Ints  # [K, R] the cost of one event of the kind in the room
    conflict: Flags  # [K, K] never in one slot; every kind conflicts with itself
    neighbour_starts: Ints  # [K + 1] the kinds in conflict with each kind, itself included
    neighbour_items: Ints
    group_starts: Ints  # [K + 1] the groups of each kind
    group_items: Ints
    member: Flags  # [G, K]
    min_days: Ints  # [K]
    day_weight: int  # for each day that a kind is short of `min_days`
    isolation_weight: int  # for each slot of a group with no slot of the group beside it that day
    room_weight: int  # for each room of a kind beyond the first
    days: int


@dataclass(frozen=True)
class Kind:
    """Some events that are alike. ``room_costs`` has a cost for each room, None if it never suits.

    ``slots`` are those in which the events may be.
    """

    events: int
    slots: Sequence[int]
    room_costs: Sequence[int | None]
    min_days: int = 1


@dataclass(frozen=True)
class Weights:
    days: int
    isolation: int
    rooms: int


def compile_instance(
    *,
    slot_days: Sequence[int],
    kinds: Sequence[Kind],
    conflicts: Sequence[tuple[int, int]],
    groups: Sequence[Sequence[int]],
    weights: Weights,
    closed: Sequence[tuple[int, int]] = (),
    rooms: int,
) -> Instance:
    """Arrays of the given lists.

    ``slot_days`` has the day of each slot, slots of one day being successive; ``conflicts`` pairs
    of kinds; ``groups`` the kinds of each group (kinds of one group are in conflict); ``closed``
    pairs of slot and room.
    """
    count, slots = len(kinds), len(slot_days)
    allowed = np.zeros((count, slots), np.uint8)
    suits = np.zeros((count, rooms), np.uint8)
    room_cost = np.zeros((count, rooms), np.int32)
    for number, kind in enumerate(kinds):
        allowed[number, list(kind.slots)] = 1
        for room, cost in enumerate(kind.room_costs):
            if cost is not None:
                suits[number, room] = 1
                room_cost[number, room] = cost
    conflict = np.eye(count, dtype=np.uint8)
    for one, other in conflicts:
        conflict[one, other] = conflict[other, one] = 1
    member = np.zeros((len(groups), count), np.uint8)
    for number, members in enumerate(groups):
        for one in members:
            member[number, one] = 1
            conflict[one, list(members)] = 1
    open_room = np.ones((slots, rooms), np.uint8)
    for slot, room in closed:
        open_room[slot, room] = 0
    numbers = [slot_days[:slot].count(day) for slot, day in enumerate(slot_days)]
    slot_starts, slot_items = _rows(allowed)
    room_starts, room_items = _rows(suits)
    neighbour_starts, neighbour_items = _rows(conflict)
    group_starts, group_items = _rows(member.T)
    return Instance(
        kind_of=_ints([number for number, kind in enumerate(kinds) for _ in range(kind.events)]),
        slot_day=_ints(slot_days),
        slot_bit=_ints([1 << number for number in numbers]),
        slot_starts=slot_starts,
        slot_items=slot_items,
        room_starts=room_starts,
        room_items=room_items,
        allowed=allowed,
        suits=suits,
        open_room=open_room,
        room_cost=room_cost,
        conflict=conflict,
        neighbour_starts=neighbour_starts,
        neighbour_items=neighbour_items,
        group_starts=group_starts,
        group_items=group_items,
        member=member,
        min_days=_ints([kind.min_days for kind in kinds]),
        day_weight=weights.days,
        isolation_weight=weights.isolation,
        room_weight=weights.rooms,
        days=max(slot_days) + 1,
    )


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int32)


def _rows(flags: Flags) -> tuple[Ints, Ints]:
    """For each row of a table of flags the columns that are set."""
    counts = (flags != 0).sum(axis=1)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return starts, np.nonzero(flags)[1].astype(np.int32)
