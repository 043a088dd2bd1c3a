"""A first plan: every event in a slot and room of its own that it may have."""

from __future__ import annotations

from random import Random

import numpy as np

from courses.timetable.solver.annealing.instance import Instance, Ints


class NoRoomForAll(Exception):
    """There are not enough open rooms in allowed slots, whatever the conflicts."""

    def __init__(self, kind: int) -> None:
        super().__init__(f"kind {kind} cannot be placed")
        self.kind = kind


def first_plan(instance: Instance, *, seed: int) -> tuple[Ints, Ints]:
    """Slots and rooms for all events, few in conflict: kinds with least choice first.

    An event that finds all its places taken moves others on (augmenting paths), so it only
    raises NoRoomForAll when no plan exists.
    """
    random = Random(seed)  # noqa: S311 - not a secret
    kinds, rooms = instance.suits.shape
    slots = len(instance.slot_day)
    places = [
        np.nonzero(
            instance.allowed[kind][:, None] & instance.suits[kind][None, :] & instance.open_room
        )
        for kind in range(kinds)
    ]
    flat = [(slot * rooms + room).tolist() for slot, room in places]
    rivals = np.zeros((slots, kinds), np.int32)
    owner: dict[int, int] = {}
    place_of: dict[int, int] = {}

    def take(event: int, place: int) -> None:
        before = place_of.get(event)
        kind = instance.kind_of[event]
        if before is not None:
            rivals[before // rooms] -= instance.conflict[kind]
        owner[place], place_of[event] = event, place
        rivals[place // rooms] += instance.conflict[kind]

    def push(event: int) -> bool:
        """Breadth first: a chain of events each of which takes the next one's place."""
        came_from: dict[int, int] = {}
        queue = [event]
        for mover in queue:
            for place in flat[instance.kind_of[mover]]:
                if place in came_from:
                    continue
                came_from[place] = mover
                if place in owner:
                    queue.append(owner[place])
                    continue
                while True:
                    mover = came_from[place]
                    left = place_of.get(mover)
                    take(mover, place)
                    if left is None:
                        return True
                    place = left
        return False

    order = sorted(
        range(len(instance.kind_of)),
        key=lambda event: (len(flat[instance.kind_of[event]]), random.random()),
    )
    for event in order:
        kind = instance.kind_of[event]
        costs = instance.room_cost[kind]
        free = [place for place in flat[kind] if place not in owner]
        if free:
            take(
                event,
                min(
                    free,
                    key=lambda place: (
                        rivals[place // rooms, kind],
                        costs[place % rooms],
                        random.random(),
                    ),
                ),
            )
        elif not push(event):
            raise NoRoomForAll(int(kind))
    chosen = np.array([place_of[event] for event in range(len(order))], np.int32)
    return chosen // rooms, chosen % rooms
