"""A timetable as a problem of the International Timetabling Competition 2019 (XML).

The format (its DTD: www.unitime.org/interface/competition-format.dtd) counts time in slots of five
minutes from midnight, days and weeks in masks of 0 and 1, distances between rooms in slots. It
knows no instructors: classes that share one, or an administrative class, are bound by a required
distribution SameAttendees. What is exported has a time and a room, so each class has exactly one of
both: the plan as it stands, for others to measure and improve.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from courses.timetable.weeks import WeekSet

SLOT_MINUTES = 5
SLOTS_PER_DAY = 24 * 60 // SLOT_MINUTES
DAYS = 7


@dataclass(frozen=True, slots=True)
class ItcRoom:
    """`busy` are (weekday, start, end, weeks) in which it can't be had."""

    id: int
    capacity: int
    campus: int
    busy: tuple[tuple[int, datetime.time, datetime.time, WeekSet], ...] = ()


@dataclass(frozen=True, slots=True)
class ItcClass:
    """One weekly time. Those of one `part` are what a student of the course attends together."""

    id: int
    course: int
    part: int
    limit: int
    room: int
    weekday: int
    starts: datetime.time
    ends: datetime.time
    weeks: WeekSet
    people: tuple[str, ...]


def write_itc2019(
    name: str,
    *,
    weeks: int,
    rooms: Sequence[ItcRoom],
    classes: Sequence[ItcClass],
    travel: Mapping[tuple[int, int], int],
) -> bytes:
    """The document. `travel`: minutes between two campuses, each pair once."""
    problem = ElementTree.Element(
        "problem",
        name=name,
        nrDays=str(DAYS),
        nrWeeks=str(weeks),
        slotsPerDay=str(SLOTS_PER_DAY),
    )
    # The competition's own weights of its example; whoever measures may set others.
    ElementTree.SubElement(
        problem, "optimization", time="2", room="1", distribution="1", student="2"
    )
    _rooms(ElementTree.SubElement(problem, "rooms"), rooms, travel, weeks)
    _courses(ElementTree.SubElement(problem, "courses"), classes, weeks)
    _distributions(ElementTree.SubElement(problem, "distributions"), classes)
    ElementTree.SubElement(problem, "students")
    ElementTree.indent(problem)
    return ElementTree.tostring(problem, encoding="UTF-8", xml_declaration=True) + b"\n"


def day_mask(weekday: int) -> str:
    """`0100000` is Tuesday."""
    return "".join("1" if day == weekday else "0" for day in range(1, DAYS + 1))


def week_mask(weeks: WeekSet, count: int) -> str:
    """The first digit is week 1."""
    return "".join("1" if weeks >> index & 1 else "0" for index in range(count))


def slots_of(starts: datetime.time, ends: datetime.time) -> tuple[int, int]:
    """Start and length in slots; a part of a slot counts whole, for the room is taken in it."""
    first = (starts.hour * 60 + starts.minute) // SLOT_MINUTES
    last = -(-(ends.hour * 60 + ends.minute) // SLOT_MINUTES)
    return first, last - first


def _rooms(
    parent: ElementTree.Element,
    rooms: Sequence[ItcRoom],
    travel: Mapping[tuple[int, int], int],
    weeks: int,
) -> None:
    for number, room in enumerate(rooms):
        element = ElementTree.SubElement(
            parent, "room", id=str(room.id), capacity=str(room.capacity)
        )
        # Distances are symmetrical, and only those that are not zero are written.
        for other in rooms[:number]:
            pair = (room.campus, other.campus)
            minutes = travel.get(pair, travel.get(pair[::-1], 0))
            if room.campus != other.campus and minutes:
                value = -(-minutes // SLOT_MINUTES)
                ElementTree.SubElement(element, "travel", room=str(other.id), value=str(value))
        for weekday, starts, ends, busy_weeks in room.busy:
            start, length = slots_of(starts, ends)
            ElementTree.SubElement(
                element,
                "unavailable",
                days=day_mask(weekday),
                start=str(start),
                length=str(length),
                weeks=week_mask(busy_weeks, weeks),
            )


def _courses(parent: ElementTree.Element, classes: Sequence[ItcClass], weeks: int) -> None:
    configs: dict[int, ElementTree.Element] = {}
    parts: dict[tuple[int, int], ElementTree.Element] = {}
    for one in classes:
        if one.course not in configs:
            course = ElementTree.SubElement(parent, "course", id=str(one.course))
            configs[one.course] = ElementTree.SubElement(course, "config", id=str(one.course))
        if (one.course, one.part) not in parts:
            parts[one.course, one.part] = ElementTree.SubElement(
                configs[one.course], "subpart", id=str(len(parts) + 1)
            )
        start, length = slots_of(one.starts, one.ends)
        element = ElementTree.SubElement(
            parts[one.course, one.part], "class", id=str(one.id), limit=str(one.limit)
        )
        ElementTree.SubElement(element, "room", id=str(one.room), penalty="0")
        ElementTree.SubElement(
            element,
            "time",
            days=day_mask(one.weekday),
            start=str(start),
            length=str(length),
            weeks=week_mask(one.weeks, weeks),
            penalty="0",
        )


def _distributions(parent: ElementTree.Element, classes: Iterable[ItcClass]) -> None:
    together: dict[str, list[int]] = {}
    for one in classes:
        for person in one.people:
            together.setdefault(person, []).append(one.id)
    for ids in sorted({tuple(found) for found in together.values() if len(found) > 1}):
        element = ElementTree.SubElement(
            parent, "distribution", type="SameAttendees", required="true"
        )
        for number in ids:
            ElementTree.SubElement(element, "class", id=str(number))
