"""A weekly time as all formats know it."""

from __future__ import annotations

from dataclasses import dataclass

from courses.timetable.weeks import WeekSet


@dataclass(frozen=True, slots=True)
class WeeklyTime:
    """Weekday (1 = Monday), first and last period, and the weeks as a bit mask."""

    weekday: int
    first_period: int
    last_period: int
    weeks: WeekSet

    @property
    def periods(self) -> int:
        return self.last_period - self.first_period + 1


@dataclass(frozen=True, slots=True)
class Lesson:
    """A weekly time with what is taught, where and by whom, all as written. `teaching_class`: its
    code, for those formats that have a place for it."""

    course: str
    time: WeeklyTime
    room: str = ""
    teacher: str = ""
    teaching_class: str = ""
