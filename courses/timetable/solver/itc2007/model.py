"""An instance of the competition and a plan for it. Days and periods are counted from 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Course:
    """``lectures`` of ``teacher``, spread over at least ``min_days`` days."""

    id: str
    teacher: str
    lectures: int
    min_days: int
    students: int


@dataclass(frozen=True, slots=True)
class Room:
    id: str
    capacity: int


@dataclass(frozen=True, slots=True)
class Curriculum:
    id: str
    courses: tuple[str, ...]


@dataclass(frozen=True)
class Instance:
    """``unavailable`` holds (course, day, period)."""

    name: str
    days: int
    periods_per_day: int
    courses: tuple[Course, ...]
    rooms: tuple[Room, ...]
    curricula: tuple[Curriculum, ...]
    unavailable: frozenset[tuple[str, int, int]]

    @cached_property
    def course_by_id(self) -> dict[str, Course]:
        return {course.id: course for course in self.courses}

    @cached_property
    def room_by_id(self) -> dict[str, Room]:
        return {room.id: room for room in self.rooms}


@dataclass(frozen=True, slots=True, order=True)
class Lecture:
    """One line of a solution file."""

    course: str
    room: str
    day: int
    period: int
