"""Hands an instance of the competition to the engine, and reads the engine's plan."""

from __future__ import annotations

from itertools import combinations

from courses.timetable.solver.annealing.instance import Instance as Arrays
from courses.timetable.solver.annealing.instance import Ints, Kind, Weights, compile_instance
from courses.timetable.solver.itc2007.model import Instance, Lecture

UD2 = Weights(days=5, isolation=2, rooms=1)
"""The formulation's weights; a student without a seat costs 1."""


def compile_arrays(instance: Instance) -> Arrays:
    """Courses are the kinds, curricula the groups, slot = day × periods a day + period."""
    number = {course.id: place for place, course in enumerate(instance.courses)}
    periods = instance.periods_per_day
    kinds = [
        Kind(
            events=course.lectures,
            slots=[
                day * periods + period
                for day in range(instance.days)
                for period in range(periods)
                if (course.id, day, period) not in instance.unavailable
            ],
            room_costs=[max(0, course.students - room.capacity) for room in instance.rooms],
            min_days=course.min_days,
        )
        for course in instance.courses
    ]
    return compile_instance(
        slot_days=[day for day in range(instance.days) for _ in range(periods)],
        kinds=kinds,
        conflicts=[
            (number[one.id], number[other.id])
            for one, other in combinations(instance.courses, 2)
            if one.teacher == other.teacher
        ],
        groups=[[number[course] for course in group.courses] for group in instance.curricula],
        weights=UD2,
        rooms=len(instance.rooms),
    )


def lectures_of(instance: Instance, slots: Ints, rooms: Ints) -> list[Lecture]:
    """The plan in the competition's terms, in the order of the instance's courses."""
    owners = [course.id for course in instance.courses for _ in range(course.lectures)]
    return [
        Lecture(owner, instance.rooms[room].id, *divmod(int(slot), instance.periods_per_day))
        for owner, slot, room in zip(owners, slots, rooms, strict=True)
    ]
