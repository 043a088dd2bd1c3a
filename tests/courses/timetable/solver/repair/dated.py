"""Small problems of dated meetings."""

import datetime

from courses.timetable.solver.repair.problem import (
    Kind,
    Meeting,
    Person,
    Repair,
    RepairProblem,
    Room,
)

MONDAY = datetime.date(2026, 9, 7)
STARTS = frozenset({1, 3})


def day(number: int) -> datetime.date:
    return MONDAY + datetime.timedelta(days=number)


def meeting(key: str, on: int, start: int = 1, **values: object) -> Meeting:
    given = {
        "teaching_class": f"C{key}",
        "course": "course",
        "groups": (f"G{key}",),
        "person": "A",
        "room": "R1",
        "size": 50,
    } | values
    return Meeting(key, date=day(on), start=start, periods=2, **given)  # type: ignore[arg-type] — given by name


def problem(
    meetings: list[Meeting],
    *,
    people: str = "AB",
    rooms: tuple[Room, ...] = (Room("R1", "east", 60), Room("R2", "east", 60)),
    dates: range = range(1, 5),
    near: int = 4,
    **values: object,
) -> RepairProblem:
    everyday = frozenset(day(number) for number in range(60))
    return RepairProblem(
        today=MONDAY,
        meetings=tuple(meetings),
        rooms=rooms,
        people=tuple(Person(name, "D", frozenset({"course"}), everyday) for name in people),
        dates=tuple(map(day, dates)),
        near_until=day(near),
        starts={(day(number), room.campus, 2): STARTS for number in range(60) for room in rooms},
        **values,  # type: ignore[arg-type] — given by name
    )


def away(person: str, *days: int) -> frozenset[tuple[str, datetime.date]]:
    return frozenset((person, day(number)) for number in days)


def kinds(found: Repair) -> dict[str, Kind]:
    return {choice.meeting: choice.kind for choice in found.choices}
