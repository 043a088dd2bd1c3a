"""The judge of the benchmark: hard and soft costs of a plan, as UD2 counts them.

Shares no code with the search; knows nothing of slots, kinds or arrays.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from courses.timetable.solver.itc2007.model import Instance, Lecture


@dataclass(frozen=True, slots=True)
class Score:
    """``violations`` are sentences, one for each hard rule that is broken; the rest are costs.

    ``compactness`` counts a period of a curriculum once, also where a clash has two of its
    lectures there.
    """

    violations: tuple[str, ...]
    room_capacity: int
    min_days: int
    compactness: int
    stability: int

    @property
    def hard(self) -> int:
        return len(self.violations)

    @property
    def cost(self) -> int:
        return self.room_capacity + self.min_days + self.compactness + self.stability

    def __str__(self) -> str:
        return (
            f"hard={self.hard} cost={self.cost} room_capacity={self.room_capacity} "
            f"min_days={self.min_days} compactness={self.compactness} stability={self.stability}"
        )


def check(instance: Instance, lectures: Iterable[Lecture]) -> Score:
    """Judge a plan. Lectures of unknown courses, rooms or times break a rule and cost nothing."""
    violations: list[str] = []
    known = []
    for lecture in lectures:
        problem = _unknown(instance, lecture)
        if problem:
            violations.append(problem)
        else:
            known.append(lecture)
    violations += _amounts(instance, known)
    violations += _clashes(instance, known)
    violations += [
        f"{lecture.course} is not available on day {lecture.day} in period {lecture.period}"
        for lecture in known
        if (lecture.course, lecture.day, lecture.period) in instance.unavailable
    ]
    return Score(
        tuple(violations),
        room_capacity=_without_seat(instance, known),
        min_days=5 * _missing_days(instance, known),
        compactness=2 * _isolated(instance, known),
        stability=_extra_rooms(known),
    )


def _unknown(instance: Instance, lecture: Lecture) -> str:
    if lecture.course not in instance.course_by_id:
        return f"course {lecture.course!r} is unknown"
    if lecture.room not in instance.room_by_id:
        return f"room {lecture.room!r} is unknown"
    if not (0 <= lecture.day < instance.days and 0 <= lecture.period < instance.periods_per_day):
        return f"there is no period {lecture.period} on day {lecture.day}"
    return ""


def _amounts(instance: Instance, lectures: list[Lecture]) -> list[str]:
    """One violation for each lecture that is missing or too many."""
    placed = Counter(lecture.course for lecture in lectures)
    return [
        f"{course.id} has {placed[course.id]} lectures instead of {course.lectures}"
        for course in instance.courses
        for _ in range(abs(placed[course.id] - course.lectures))
    ]


def _clashes(instance: Instance, lectures: list[Lecture]) -> list[str]:
    """One violation for each pair in one room, of one course, of one teacher or curriculum."""
    by_time: dict[tuple[int, int], list[Lecture]] = defaultdict(list)
    for lecture in lectures:
        by_time[lecture.day, lecture.period].append(lecture)
    curricula = defaultdict(set)
    for curriculum in instance.curricula:
        for course in curriculum.courses:
            curricula[course].add(curriculum.id)
    found = []
    for (day, period), together in sorted(by_time.items()):
        when = f"on day {day} in period {period}"
        for place, one in enumerate(together):
            for other in together[place + 1 :]:
                pair = f"{one.course} and {other.course}"
                if one.room == other.room:
                    found.append(f"{pair} are both in room {one.room} {when}")
                teachers = {instance.course_by_id[item.course].teacher for item in (one, other)}
                shared = curricula[one.course] & curricula[other.course]
                if one.course == other.course:
                    found.append(f"two lectures of {one.course} are {when}")
                elif len(teachers) == 1 or shared:
                    reason = f"curriculum {min(shared)}" if shared else "teacher"
                    found.append(f"{pair} have the same {reason} {when}")
    return found


def _without_seat(instance: Instance, lectures: list[Lecture]) -> int:
    return sum(
        max(
            0,
            instance.course_by_id[lecture.course].students
            - instance.room_by_id[lecture.room].capacity,
        )
        for lecture in lectures
    )


def _missing_days(instance: Instance, lectures: list[Lecture]) -> int:
    days = defaultdict(set)
    for lecture in lectures:
        days[lecture.course].add(lecture.day)
    return sum(max(0, course.min_days - len(days[course.id])) for course in instance.courses)


def _isolated(instance: Instance, lectures: list[Lecture]) -> int:
    times = defaultdict(set)
    for lecture in lectures:
        times[lecture.course].add((lecture.day, lecture.period))
    isolated = 0
    for curriculum in instance.curricula:
        attended = {time for course in curriculum.courses for time in times[course]}
        isolated += sum(
            (day, period - 1) not in attended and (day, period + 1) not in attended
            for day, period in attended
        )
    return isolated


def _extra_rooms(lectures: list[Lecture]) -> int:
    rooms = defaultdict(set)
    for lecture in lectures:
        rooms[lecture.course].add(lecture.room)
    return sum(len(used) - 1 for used in rooms.values())
